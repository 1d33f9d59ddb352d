/** Real folders for tests of the index. */
import {
  mkdir,
  mkdtemp,
  mkdtempDisposable,
  readdir,
  realpath,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { IndexOptions } from '../index.ts';
import { Index } from '../index.ts';

export const slightfile =
  'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n';

/** A source that opens a store. */
export const js = (name: string) =>
  `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';\nKeyvalue.open('${name}');\n`;

const longAgo = new Date(Date.now() - 3_600_000);

/** Writes files, all of them an hour ago. `links` are from a path to what stands in the link. */
export async function workspace(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>> = {},
) {
  const folder = await mkdtempDisposable(path.join(await realpath(os.tmpdir()), 'slight-index-'));
  const at = (name: string) => path.join(folder.path, name);
  const write = async (name: string, text: string) => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), text);
  };
  for (const [name, text] of Object.entries(files)) {
    await write(name, text);
    await utimes(at(name), longAgo, longAgo);
  }
  for (const [name, target] of Object.entries(links)) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await symlink(target, at(name));
  }
  return { folder: folder.path, at, write, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** The index of a folder that was read. */
export async function indexed(folder: string, options: Partial<IndexOptions> = {}): Promise<Index> {
  const index = new Index({ onChange: () => undefined, ...options });
  index.add(folder);
  await index.whenComplete();
  return index;
}

/** What a source opens, as the index knows it. */
export function opened(index: Index, file: string): readonly (string | undefined)[] | undefined {
  const facts = index.facts(file);
  return facts?.kind === 'source' ? facts.opened.map(({ name }) => name?.value) : undefined;
}

/** All that the index has read below a folder, by their paths in it. */
export function known(index: Index, folder: string): readonly string[] {
  return (['slightfile', 'source', 'wit', 'module'] as const)
    .flatMap((kind) => [...index.files(kind)])
    .map((file) => within(folder, file))
    .sort();
}

/** The path of a file from a folder on, with `/` on every system. */
export function within(folder: string, file: string): string {
  return path.relative(folder, file).replaceAll(path.sep, '/');
}

/** A folder for caches, which goes with the test: also where an index that the test did not wait for still writes one. */
export async function cacheFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'slight-cache-'));
  const remove = () => rm(folder, { recursive: true, maxRetries: 5 });
  return { path: folder, [Symbol.asyncDispose]: remove };
}

/** Disposes of an index whose cache is on disk: it is written when the index is complete, and nobody waits for it. */
export async function saved(index: Index, folder: string): Promise<void> {
  for (;;) {
    const files = await readdir(folder);
    if (files.some((file) => file.endsWith('.jsonl'))) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  index.dispose();
}
