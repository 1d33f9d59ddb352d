/** Files as they are on disk, whatever is open of them. */
import { access, readFile } from 'node:fs/promises';
import { decode } from '@slight/text/decode.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { decodedWithoutMark, withoutMark } from '@slight/text/byte-order-mark.ts';
import type { Reader } from '../documents.ts';
import type { File } from '../slightfile/file.ts';
import { largestText } from '../index/read-facts.ts';
import { pathOf } from '../lsp/uri.ts';

/** A slightfile, with why a run would refuse its bytes. */
export interface OnDisk {
  readonly file: File;
  readonly problem?: Problem;
}

/** Undefined where there is none, or it is larger than the index reads. */
export async function slightfileOnDisk(
  path: string,
  uri: string,
  read: Reader<File>,
): Promise<OnDisk | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes || bytes.length > largestText) return undefined;
  const { text, problem } = decodedWithoutMark(decode(bytes));
  const file = read(TextDocument.create(uri, 'slightfile', 0, text), '');
  return { file, ...(problem && { problem }) };
}

/** The text of a source; undefined where there is none, or it is larger than the index reads. */
export async function sourceOnDisk(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return !bytes || bytes.length > largestText ? undefined : withoutMark(bytes.toString('utf8'));
}

/** True where a file is there. */
export async function exists(uri: string): Promise<boolean> {
  const file = pathOf(uri);
  if (file === undefined) return false;
  return await access(file).then(
    () => true,
    () => false,
  );
}
