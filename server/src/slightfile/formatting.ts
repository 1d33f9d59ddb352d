/** A slightfile laid out. */
import { format } from '@slight/slightfile/toml/format.ts';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { editsWithin, indentOf } from '../lsp/formatting.ts';
import { textEditsOf } from '../lsp/ranges.ts';

/** The edits that lay a slightfile out: all of them, or those of the lines that a range touches. */
export function formatting(file: File, options: FormattingOptions, range?: Range): TextEdit[] {
  const edits = textEditsOf(file, format(file.slightfile.document, { indent: indentOf(options) }));
  return range ? editsWithin(edits, range) : edits;
}
