import type { TextEdit } from '@slight/text/problem.ts';
import { parse } from '@slight/slightfile/toml/parse.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { File } from '../file.ts';
import { rangeOf } from '../../lsp/ranges.ts';

/** How many errors of TOML's the text has after edits; a line that can be read again may be wrong in another way. */
export function errorsAfter(file: File, edits: readonly TextEdit[]): number {
  const changes = edits.map(({ span, text }) => ({ range: rangeOf(file, span), newText: text }));
  return parse(TextDocument.applyEdits(file.document, changes)).errors.length;
}
