/** What the tests of this folder begin with: a box that a guest is given, with something secret beside it. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileErrorCode } from './errors.ts';
import { File } from './file.ts';
import type { Folder, Sandbox } from './folder.ts';
import { canHold } from './held-folder.ts';
import { OpenFiles } from './open-files.ts';
import type { OpenHow } from './operations.ts';

/** The ways to hold a folder that this host has: elsewhere than on Linux, the best one is by identity. */
export const sandboxes: readonly Sandbox[] = canHold() ? ['best', 'identity'] : ['identity'];

export interface Box extends Disposable {
  readonly files: OpenFiles;
  /** As the guest has it. */
  readonly base: Folder;
  /** On the host, the box and something in it. */
  at(name?: string): string;
  /** Opens as a guest does, for reading where it is not said otherwise. */
  open(path: string, how?: Partial<OpenHow>, from?: Folder): File | Folder;
  folder(path: string): Folder;
  /** What is in a file, as the guest reads it. */
  read(path: string, from?: Folder): string;
  /** Fails where anything outside the box is not as it was. */
  readonly outside: () => { readonly names: readonly string[]; readonly secret: string };
}

export const untouched = { names: ['box', 'secret'], secret: 'canary' } as const;

export function openBox(sandbox: Sandbox): Box {
  const outer = mkdtempSync(path.join(tmpdir(), 'slight-sandbox-'));
  const box = path.join(outer, 'box');
  mkdirSync(box);
  writeFileSync(path.join(outer, 'secret'), untouched.secret);
  const files = new OpenFiles();
  const base = files.hold(box, sandbox);
  const reading = { follow: true, create: false, exclusive: false, directory: false, truncate: false };
  const open: Box['open'] = (name, how = {}, from = base) =>
    files.openAt(from, name, { ...reading, read: !how.write, write: false, ...how });
  return {
    files,
    base,
    open,
    at: (name = '') => path.join(box, name),
    folder: (name) => {
      const opened = open(name, { directory: true });
      if (opened instanceof File) throw new Error(`${name} is a file`);
      return opened;
    },
    read: (name, from) => {
      const opened = open(name, {}, from);
      if (!(opened instanceof File)) throw new Error(`${name} is a folder`);
      const bytes = Buffer.alloc(100);
      const text = bytes.toString('utf8', 0, opened.read(bytes, 0n));
      files.close(opened);
      return text;
    },
    outside: () => ({
      names: readdirSync(outer).sort(),
      secret: readFileSync(path.join(outer, 'secret'), 'utf8'),
    }),
    [Symbol.dispose]() {
      files[Symbol.dispose]();
      rmSync(outer, { recursive: true, force: true });
    },
  };
}

/** What something failed with; undefined where it did not. */
export function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}

/** How many descriptors this process has; 0 where the host does not tell. */
export function descriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
