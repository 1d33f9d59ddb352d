/** What an editor asks of a layout. */
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';

/** One level of indentation, as the editor has it. */
export function indentOf({ insertSpaces, tabSize }: FormattingOptions): string {
  return insertSpaces ? ' '.repeat(tabSize) : '\t';
}

/** The edits of the lines that a range touches. */
export function editsWithin(edits: readonly TextEdit[], { start, end }: Range): TextEdit[] {
  // A selection of whole lines ends in front of the first character of the line behind it.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return edits.filter(({ range }) => start.line <= range.start.line && range.end.line <= last);
}
