import { parse } from '@slight/slightfile/toml/parse.ts';
import type { Header, Value } from '@slight/slightfile/toml/tree.ts';
import type { Span } from '@slight/text/span.ts';
import { insert } from '@slight/slightfile/edits/edits.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import type { Action, ActionPlace } from './action.ts';
import { overlaps } from './blocks.ts';

/** On what is not closed: the quote or bracket that is missing at its end. */
export function closeIt(file: File, { span }: ActionPlace): readonly Action[] {
  const problems = file.problems.filter(
    ({ code, span: wrong, fixes }) => code === 'toml-syntax' && fixes.length === 0 && overlaps(wrong, span),
  );
  return problems.flatMap((problem): readonly Action[] => {
    const { document } = file.slightfile;
    const open = openAt(file, problem.span);
    if (!open) return [];
    const { text } = document;
    const closed = text.slice(0, open.end) + open.missing + text.slice(open.end);
    // what is open may have swallowed what stands after it
    if (parse(closed).errors.length >= document.errors.length) return [];
    const edits = [insert(open.end, open.missing)];
    return [{ title: `Add the missing ${open.missing}`, kind: CodeActionKind.QuickFix, problem, edits }];
  });
}

interface Open {
  /** Where it should be closed. */
  readonly end: number;
  readonly missing: string;
}

function openAt({ slightfile: { document } }: File, problem: Span): Open | undefined {
  for (const { header, entries, span } of document.sections) {
    if (!overlaps(span, problem)) continue;
    if (header && !header.closed && overlaps(header.span, problem)) return openHeader(document.text, header);
    for (const { value } of entries) {
      if (overlaps(value.span, problem)) return openValue(document.text, value);
    }
  }
  return undefined;
}

function openHeader(text: string, { kind, span }: Header): Open {
  const half = text[span.end - 1] === ']';
  return { end: span.end, missing: kind === 'table' || half ? ']' : ']]' };
}

function openValue(text: string, value: Value): Open | undefined {
  const { start, end } = value.span;
  switch (value.kind) {
    case 'string': {
      const quote = text[start] ?? '';
      const open = value.inner.end === end && !value.style.startsWith('multiline');
      return open ? { end: lineEnd(text, value.inner), missing: quote } : undefined;
    }
    case 'array':
      return value.closed ? undefined : { end, missing: ']' };
    case 'inline-table':
      return value.closed ? undefined : { end, missing: '}' };
    default:
      return undefined;
  }
}

/** Blanks at the end of a line are hardly meant to be in the string. */
function lineEnd(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}
