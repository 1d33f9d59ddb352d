/** Slightfiles for tests, with the cursor drawn in the text: `resource = "keyvalue.|"`. */
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { File } from '../slightfile/file.ts';
import { readFile } from '../slightfile/file.ts';

export const uri = 'file:///app/slightfile.toml';

export function fileOf(text: string, environment: readonly string[] = []): File {
  return readFile(TextDocument.create(uri, 'slightfile', 1, text), new Set(environment));
}

/** The file without its `|`, and the position where that stood. */
export function marked(
  text: string,
  environment: readonly string[] = [],
): { file: File; position: Position } {
  const offset = text.indexOf('|');
  if (offset === -1) throw new Error(`No cursor | in the text: ${text}`);
  const file = fileOf(text.slice(0, offset) + text.slice(offset + 1), environment);
  return { file, position: file.document.positionAt(offset) };
}

/** The text after edits, as an editor applies them. */
export function applied(file: File, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(file.document, [...edits]);
}
