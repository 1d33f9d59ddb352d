/** The WIT that guests are built against, as one text: a package in braces after the other. */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '../..');

/** The packages that a guest can use; WASI's own, of a version without `draft`, are jco's. */
export const witFiles: readonly string[] = globSync('wit/*/package.wit', { cwd: repository })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/^wit\/wasi-[a-z]+-[\d.]+\//.test(file))
  .sort();

const wasi = ['cli', 'clocks', 'filesystem', 'http', 'io', 'random', 'sockets'];
const newest = '0.2.12';
const wasiFolder = `node_modules/@bytecodealliance/jco/lib/wit/builtin/${newest}`;

/**
 * @param worlds the file, from the repository's root, with the package that has the guest's world
 * @param version what stands in the place of the newest of WASI 0.2: its interfaces only grow, and a guest that was built
 *   for an older version differs in the names of its imports
 */
export async function witSource(root: string, worlds: string, version = newest): Promise<string> {
  const files = [...witFiles, ...wasi.map((name) => `${wasiFolder}/wasi-${name}/package.wit`)];
  const read = (file: string) => readFile(path.join(root, file), 'utf8');
  const packages = await Promise.all(files.map(async (file) => braced(await read(file))));
  return [await read(worlds), ...packages].join('\n').replaceAll(`@${newest}`, `@${version}`);
}

/** `package a:b;` and what follows it, as `package a:b { … }`, so that more packages fit into the text. */
function braced(wit: string): string {
  return `${wit.replace(/^package ([^;]+);/m, 'package $1 {')}\n}`;
}
