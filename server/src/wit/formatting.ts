import { partsLineEnd } from '@slight/slightfile/line-ends.ts';
import type { TextEdit as Edit } from '@slight/slightfile/problem.ts';
import type { Span } from '@slight/slightfile/span.ts';
import { formatWit } from '@slight/slightfile/wit/format.ts';
import { lex } from '@slight/slightfile/wit/lex.ts';
import type { WitSource } from '@slight/slightfile/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { editsWithin, indentOf } from '../features/formatting.ts';
import { textEditsOf } from '../file.ts';

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

/** What is laid out as it is typed: behind a `}` the block that it closes, behind a line end the line that it ends. */
export function onTypeFormatting(
  source: WitSource,
  document: TextDocument,
  position: Position,
  character: string,
  options: FormattingOptions,
): TextEdit[] {
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
