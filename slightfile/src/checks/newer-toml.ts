import type { Fix, TextEdit } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Span } from '@slight/text/span.ts';
import { countFrom } from '../toml/lookup.ts';
import type { Document, InlineTable, Newer, Value } from '../toml/tree.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';

/** What TOML has since 1.1, and slight 0.5.1 cannot read. */
export function* newerToml({ document }: CheckContext): Iterable<Problem> {
  for (const newer of document.newer) {
    const { what, remedy, fix } = explain(document, newer);
    const message = `${what} is new in TOML 1.1: slight 0.5.1 and other tools for TOML 1.0 cannot read this file. ${remedy}`;
    yield problem('newer-toml', 'information', newer.span, message, [fix]);
  }
}

interface Explanation {
  readonly what: string;
  /** What to do where the file is for such tools too. */
  readonly remedy: string;
  readonly fix?: Fix | undefined;
}

function explain(document: Document, newer: Newer): Explanation {
  const written = document.text.slice(newer.span.start, newer.span.end);
  switch (newer.kind) {
    case 'escape': {
      const older = `\\u00${written === '\\e' ? '1b' : written.slice(2)}`;
      return {
        what: `The escape \`${written}\``,
        remedy: `For them, write \`${older}\`.`,
        fix: { title: `Write ${older}`, edits: [{ span: newer.span, text: older }] },
      };
    }
    case 'seconds': {
      const edit = { span: { start: newer.at, end: newer.at }, text: ':00' };
      return {
        what: 'A time without seconds',
        remedy: 'For them, add `:00`.',
        fix: { title: 'Add the seconds, :00', edits: [edit] },
      };
    }
    case 'comma':
      return {
        what: 'A comma after the last entry of a table in braces',
        remedy: 'For them, leave it out.',
        fix: { title: 'Remove the comma', edits: [{ span: newer.span, text: '' }] },
      };
    case 'lines': {
      const edits = hasErrors(document, newer.table.span) ? undefined : joined(document.text, newer.table);
      return {
        what: 'A table in braces over several lines',
        remedy: 'For them, write it on one line, or as a `[header]` with its entries below.',
        fix: edits && { title: 'Put the table on one line', edits },
      };
    }
  }
}

function hasErrors({ errors }: Document, { start, end }: Span): boolean {
  return countFrom(errors, end) > countFrom(errors, start - 1);
}

/** The edits that leave no line end and no last comma between the braces; undefined where a comment would be lost. */
function joined(text: string, { entries, span }: InlineTable): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  let start = span.start + 1;
  for (const [index, entry] of entries.entries()) {
    const gap = joinedGap(text, { start, end: entry.span.start }, index === 0 ? ' ' : ', ');
    const within = joinedValue(text, entry.value);
    if (!gap || !within) return undefined;
    edits.push(...gap, ...within);
    start = entry.span.end;
  }
  const last = joinedGap(text, { start, end: span.end - 1 }, entries.length === 0 ? '' : ' ');
  return last && [...edits, ...last];
}

/** Line ends between the brackets of an array are as old as TOML. */
function joinedValue(text: string, value: Value): readonly TextEdit[] | undefined {
  if (value.kind === 'inline-table') return joined(text, value);
  if (value.kind !== 'array') return [];
  const within = value.items.map((item) => joinedValue(text, item));
  return within.every((edits) => edits !== undefined) ? within.flat() : undefined;
}

function joinedGap(text: string, span: Span, wanted: string): readonly TextEdit[] | undefined {
  const written = text.slice(span.start, span.end);
  if (written.includes('#')) return undefined;
  const isOlder = !written.includes('\n') && (wanted.includes(',') || !written.includes(','));
  return isOlder ? [] : [{ span, text: wanted }];
}
