/** The steps in which a selection grows. */
import type { Span } from '@slight/text/span.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SelectionRange } from 'vscode-languageserver-types';
import { rangeOf } from './ranges.ts';

/** @param spans from the outside in; those that are no step inwards are left out. The first step is the whole text */
export function growing(of: { readonly document: TextDocument }, spans: Iterable<Span>): SelectionRange {
  let outer: Span = { start: 0, end: of.document.getText().length };
  let range: SelectionRange = { range: rangeOf(of, outer) };
  for (const span of spans) {
    if (!isInside(span, outer)) continue;
    range = { range: rangeOf(of, span), parent: range };
    outer = span;
  }
  return range;
}

/** True where the inner one is not empty, and smaller: each step of a selection has to grow. */
function isInside(inner: Span, outer: Span): boolean {
  const isWithin = outer.start <= inner.start && inner.end <= outer.end;
  return isWithin && inner.end > inner.start && inner.end - inner.start < outer.end - outer.start;
}
