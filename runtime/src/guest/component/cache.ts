/**
 * Transpiled components on disk, one folder each, named by the hash of the component and of what transpiled it.
 * A folder appears whole or not at all, and an entry that is not what was written is made anew.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ComponentInterfaces } from '@slight/slightfile/wasm/component.ts';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { Mistake } from '../../mistake.ts';
import { refusalOf } from '../../system-error.ts';
import type { Passings } from './passing.ts';

/** Changes whenever a component would be transpiled differently: jco's version, and a count of our own changes. */
export const recipe = 'jco-transpile 0.15.0, 16';

export interface CacheOptions {
  /** It may not exist yet. */
  readonly cacheDir: string;
  /** Called before an entry is made. Where it fails, none is. */
  readonly prepareCache?: () => Promise<void>;
  /** Told why an entry could not be kept: it is of use for this run all the same. */
  readonly onUnkept?: (reason: string) => void;
}

/** What is known of a component besides its code. */
export interface Facts {
  readonly interfaces: ComponentInterfaces;
  /** Of what it imports. */
  readonly passings: Passings;
  /** Of what it exports. */
  readonly exported: Passings;
}

export interface Entry extends Facts {
  /** What to import: the script's URL. */
  readonly script: string;
  /** The core modules by name. The script is not among them. */
  readonly modules: ReadonlyMap<string, Uint8Array>;
}

/** What transpiling a component gives, by file name. */
export interface Made extends Facts {
  readonly files: Readonly<Record<string, Uint8Array>>;
}

interface Manifest extends Facts {
  readonly files: Readonly<Record<string, string>>;
}

/** The script's name in each entry. */
export const script = 'component.js';

/** The entry of a component; made, and kept, where there is none. */
export async function cached(
  { cacheDir, prepareCache, onUnkept }: CacheOptions,
  component: Uint8Array,
  make: () => Promise<Made>,
): Promise<Entry> {
  const folder = path.join(cacheDir, `${hash(recipe)}${hash(component)}`.slice(0, 64));
  const known = await read(folder);
  if (known) return known;
  const made = await make();
  try {
    await prepareCache?.();
    return await write(folder, made);
  } catch (error) {
    const reason = refusalOf(error instanceof Mistake ? error.cause : error);
    if (reason === undefined) throw error;
    onUnkept?.(reason);
    return entryOf(made, `data:text/javascript;base64,${base64(made.files[script])}`);
  }
}

/** The entry in a folder; undefined where there is none that is whole. */
async function read(folder: string): Promise<Entry | undefined> {
  let manifest: Manifest;
  const modules = new Map<string, Uint8Array>();
  try {
    manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
    const files = await Promise.all(
      Object.entries(manifest.files).map(async ([name, expected]) => {
        const bytes = await readFile(path.join(folder, name));
        if (hash(bytes) !== expected) throw new Error(`${name} has changed`);
        return [name, bytes] as const;
      }),
    );
    for (const [name, bytes] of files) if (name !== script) modules.set(name, bytes);
  } catch {
    return undefined;
  }
  const { interfaces, passings, exported } = manifest;
  return { script: scriptIn(folder), interfaces, passings, exported, modules };
}

async function write(folder: string, made: Made): Promise<Entry> {
  const { files, ...facts } = made;
  const manifest: Manifest = {
    ...facts,
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, hash(bytes)])),
  };
  const draft = `${folder}.${randomUUID()}`;
  await makeFolder(draft);
  const written = await Promise.allSettled([
    writeFile(path.join(draft, 'manifest.json'), JSON.stringify(manifest)),
    ...Object.entries(files).map(([name, bytes]) => writeFile(path.join(draft, name), bytes)),
  ]);
  const failed = written.find((one) => one.status === 'rejected');
  if (failed) {
    // what is there of it would fill the disk for good
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw failed.reason;
  }
  await publish(draft, folder);
  return entryOf(made, scriptIn(folder));
}

function entryOf({ files, ...facts }: Made, url: string): Entry {
  const modules = new Map(Object.entries(files).filter(([name]) => name !== script));
  return { script: url, ...facts, modules };
}

function scriptIn(folder: string): string {
  return pathToFileURL(path.join(folder, script)).href;
}

function base64(bytes: Uint8Array = new Uint8Array()): string {
  return Buffer.from(bytes).toString('base64');
}

/** Gives a draft its name. Another run may have been faster: its entry is as good, unless it is broken. */
async function publish(draft: string, folder: string): Promise<void> {
  for (;;) {
    try {
      await rename(draft, folder);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
    }
    if (await read(folder)) {
      await rm(draft, { recursive: true });
      return;
    }
    await rm(folder, { recursive: true, force: true });
  }
}

function hash(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 32);
}
