import { format } from '@slight/slightfile/toml/format.ts';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { textEditsOf } from '../lsp/ranges.ts';

/** The edits that lay a slightfile out: all of them, or those of the lines that a range touches. */
export function formatting(file: File, options: FormattingOptions, range?: Range): TextEdit[] {
  const edits = textEditsOf(file, format(file.slightfile.document, { indent: indentOf(options) }));
  return range ? editsWithin(edits, range) : edits;
}

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
