import { format } from '@slight/slightfile/toml/format.ts';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import { textEditsOf } from '../file.ts';

/** The edits that lay a slightfile out: all of them, or those of the lines that a range touches. */
export function formatting(
  file: File,
  { insertSpaces, tabSize }: FormattingOptions,
  range?: Range,
): TextEdit[] {
  const indent = insertSpaces ? ' '.repeat(tabSize) : '\t';
  const edits = textEditsOf(file, format(file.slightfile.document, { indent }));
  if (!range) return edits;
  // A selection of whole lines ends in front of the first character of the line behind it.
  const last =
    range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return edits.filter((edit) => range.start.line <= edit.range.start.line && edit.range.end.line <= last);
}
