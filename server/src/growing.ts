/** The steps in which a selection grows. */
import type { Span } from '@slight/text/span.ts';
import type { SelectionRange } from 'vscode-languageserver-types';
import type { File } from './slightfile/file.ts';
import { rangeOf } from './lsp/ranges.ts';

/** @param spans from the outside in; those that are no step inwards are left out. The first step is the whole text */
export function growing(file: Pick<File, 'document'>, spans: Iterable<Span>): SelectionRange {
  let outer: Span = { start: 0, end: file.document.getText().length };
  let range: SelectionRange = { range: rangeOf(file, outer) };
  for (const span of spans) {
    if (!isInside(span, outer)) continue;
    range = { range: rangeOf(file, span), parent: range };
    outer = span;
  }
  return range;
}

/** True where the inner one is not empty, and smaller: each step of a selection has to grow. */
function isInside(inner: Span, outer: Span): boolean {
  const isWithin = outer.start <= inner.start && inner.end <= outer.end;
  return isWithin && inner.end > inner.start && inner.end - inner.start < outer.end - outer.start;
}
