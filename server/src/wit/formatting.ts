import { partsLineEnd } from '@slight/text/line-ends.ts';
import type { TextEdit as Edit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { formatWit } from '@slight/wit/format.ts';
import { formatWitLine } from '@slight/wit/format-line.ts';
import { lex } from '@slight/wit/lex.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { editsWithin, indentOf } from '../lsp/formatting.ts';
import { textEditsOf } from '../lsp/ranges.ts';

/** The edits that lay a WIT file out: all of them, or those of the lines that a range touches. */
export function formatting(
  source: WitSource,
  document: TextDocument,
  options: FormattingOptions,
  range?: Range,
): TextEdit[] {
  const edits = editsFor(source, document, options);
  return range ? editsWithin(edits, range) : edits;
}

/**
 * What is laid out as it is typed: after a `}` the block that it closes, after a line end the line that it ends. Where the
 * file has an error, the line that was ended is laid out by itself, where it is whole.
 */
export function onTypeFormatting(
  source: WitSource,
  document: TextDocument,
  position: Position,
  character: string,
  options: FormattingOptions,
): TextEdit[] {
  if (source.file.errors.length > 0) {
    return character === '}' ? [] : lineAlone(source, document, position.line - 1);
  }
  const offset = document.offsetAt(position);
  const lineBefore = Math.max(0, position.line - 1);
  const span =
    character === '}'
      ? blockBefore(source.text, offset)
      : { start: document.offsetAt({ line: lineBefore, character: 0 }), end: offset };
  if (!span) return [];
  // what the cursor is in is still being typed
  return editsFor(source, document, options).filter(({ range }) => {
    const isWithin = document.offsetAt(range.start) >= span.start && document.offsetAt(range.end) <= span.end;
    return isWithin && (character === '}' || range.end.line < position.line);
  });
}

/** The edits of a line, as it would be laid out by itself; none of one that is in a comment. */
function lineAlone({ text, file }: WitSource, document: TextDocument, line: number): TextEdit[] {
  if (line < 0) return [];
  const start = document.offsetAt({ line, character: 0 });
  const content = document
    .getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } })
    .replace(/\r?\n$/, '');
  const isInComment = ({ span }: { readonly span: Span }): boolean =>
    (span.start < start && start < span.end) ||
    (span.start < start + content.length && start + content.length < span.end);
  if (file.comments.some(isInComment)) return [];
  const edits = formatWitLine(content, file.syntax).map(({ span, text: wanted }) =>
    least(text, { span: { start: start + span.start, end: start + span.end }, text: wanted }),
  );
  return textEditsOf({ document }, edits);
}

function editsFor(source: WitSource, document: TextDocument, options: FormattingOptions): TextEdit[] {
  const edits = formatWit(source.file, source.text, { indent: indentOf(options) });
  return textEditsOf(
    { document },
    edits.map((edit) => least(source.text, edit)),
  );
}

/** The edit without what it leaves as it is at its ends, so that the indentation of a line is an edit of that line. */
function least(whole: string, { span, text }: Edit): Edit {
  const before = whole.slice(span.start, span.end);
  const shorter = Math.min(before.length, text.length);
  let first = 0;
  while (first < shorter && before[first] === text[first]) first += 1;
  if (partsLineEnd(before, first) || partsLineEnd(text, first)) first -= 1;
  let last = 0;
  while (last < shorter - first && before.at(-1 - last) === text.at(-1 - last)) last += 1;
  if (partsLineEnd(before, before.length - last) || partsLineEnd(text, text.length - last)) last -= 1;
  return {
    span: { start: span.start + first, end: span.end - last },
    text: text.slice(first, text.length - last),
  };
}

/** From the start of the line where a block is opened, to the `}` right before an offset that closes it. */
function blockBefore(text: string, offset: number): Span | undefined {
  const open: number[] = [];
  for (const { kind, start, end } of lex(text).tokens) {
    if (kind === '{') open.push(start);
    if (kind !== '}') continue;
    const from = open.pop();
    if (end < offset) continue;
    if (end > offset || from === undefined) return undefined;
    return { start: text.lastIndexOf('\n', from - 1) + 1, end };
  }
  return undefined;
}
