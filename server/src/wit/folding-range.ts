import { lex } from '@slight/wit/lex.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FoldingRange } from 'vscode-languageserver-types';
import { FoldingRangeKind } from 'vscode-languageserver-types';

/** Brackets over several lines (the closing one stays in sight), runs of comments and of `use`. */
export function foldingRanges(source: WitSource, document: TextDocument): FoldingRange[] {
  const lineOf = (offset: number): number => document.positionAt(offset).line;
  const ranges = [
    ...runsOf(source.file.comments.filter(isAlone(source.text)), lineOf, FoldingRangeKind.Comment),
    ...usesIn(source).flatMap((uses) => runsOf(uses, lineOf, FoldingRangeKind.Imports)),
    ...bracketsIn(source.text, lineOf),
  ].sort((one, other) => one.startLine - other.startLine || other.endLine - one.endLine);
  // an editor shows one arrow a line: it takes the longest
  return ranges.filter(({ startLine }, index) => ranges[index - 1]?.startLine !== startLine);
}

function bracketsIn(text: string, lineOf: (offset: number) => number): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const open: { readonly kind: string; readonly start: number }[] = [];
  for (const { kind, start } of lex(text).tokens) {
    if (kind === '{' || kind === '(') open.push({ kind, start });
    if (kind !== '}' && kind !== ')') continue;
    // what was never closed in between is half typed
    const at = open.findLastIndex((each) => each.kind === (kind === '}' ? '{' : '('));
    const [from] = at === -1 ? [] : open.splice(at);
    if (!from) continue;
    const range = { startLine: lineOf(from.start), endLine: lineOf(start) - 1 };
    if (range.endLine > range.startLine) ranges.push(range);
  }
  return ranges;
}

/** What stands in lines right below one another. */
function runsOf(
  nodes: readonly { readonly span: { readonly start: number; readonly end: number } }[],
  lineOf: (offset: number) => number,
  kind: FoldingRangeKind,
): FoldingRange[] {
  const runs: { startLine: number; endLine: number }[] = [];
  for (const { span } of nodes) {
    const [startLine, endLine] = [lineOf(span.start), lineOf(span.end)];
    const last = runs.at(-1);
    if (last && startLine <= last.endLine + 1) last.endLine = endLine;
    else runs.push({ startLine, endLine });
  }
  return runs.filter(({ startLine, endLine }) => endLine > startLine).map((run) => ({ ...run, kind }));
}

/** True of a comment that nothing stands in front of on its line. */
function isAlone(text: string): (comment: { readonly span: { readonly start: number } }) => boolean {
  return ({ span: { start } }) => text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
}

/** The `use`s of the file, and of each interface and world. */
function usesIn({ file }: WitSource): (readonly WitSource['file']['items'][number][])[] {
  const lists = [file.items];
  for (const items of lists) {
    for (const item of items) if ('items' in item) lists.push(item.items);
  }
  return lists.map((items) => items.filter(({ kind }) => kind === 'use' || kind === 'top-use'));
}
