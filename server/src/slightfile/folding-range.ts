import type { Span } from '@slight/text/span.ts';
import type { Value } from '@slight/slightfile/toml/tree.ts';
import type { FoldingRange } from 'vscode-languageserver-types';
import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { File } from './file.ts';

/** Blocks with their configs, sections, values over several lines, and comments of more than one line. */
export function foldingRanges(file: File): FoldingRange[] {
  const { capabilities, document: tree } = file.slightfile;
  const withHeader = tree.sections.filter(({ header }) => header !== undefined);
  const values = tree.sections.flatMap(({ entries }) => entries.flatMap(({ value }) => valuesIn(value)));
  const spans = [...capabilities, ...withHeader, ...values].map(({ span }) => span);
  const ranges = new Map<number, FoldingRange>();
  for (const range of spans.map((span) => rangeFrom(file, span))) {
    const { startLine, endLine } = range;
    // An editor shows one arrow a line: it takes the longest.
    if (endLine > startLine && endLine > (ranges.get(startLine)?.endLine ?? 0)) ranges.set(startLine, range);
  }
  return [...ranges.values(), ...commentRanges(file)].sort((one, other) => one.startLine - other.startLine);
}

function rangeFrom({ document }: File, { start, end }: Span): FoldingRange {
  return { startLine: document.positionAt(start).line, endLine: document.positionAt(end).line };
}

/** A value, and those between its brackets or braces. */
function valuesIn(value: Value): readonly Value[] {
  const inner =
    value.kind === 'array'
      ? value.items
      : value.kind === 'inline-table'
        ? value.entries.map((entry) => entry.value)
        : [];
  return [value, ...inner.flatMap(valuesIn)];
}

/** Comments on lines right below each other, and nothing else on these lines. */
function commentRanges({ slightfile, document }: File): FoldingRange[] {
  const { comments, text } = slightfile.document;
  const ranges: { startLine: number; endLine: number }[] = [];
  for (const { span } of comments) {
    const { line, character } = document.positionAt(span.start);
    if (text.slice(span.start - character, span.start).trim() !== '') continue;
    const last = ranges.at(-1);
    if (last?.endLine === line - 1) last.endLine = line;
    else ranges.push({ startLine: line, endLine: line });
  }
  return ranges
    .filter(({ startLine, endLine }) => endLine > startLine)
    .map((range) => ({ ...range, kind: FoldingRangeKind.Comment }));
}
