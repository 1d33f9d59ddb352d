/** What is given to users, made of what is built now: npm's package, and VS Code's. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtempDisposable, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as packing from '../../scripts/package/extension.ts';
import { shipped } from '../shipped.ts';
import { repository } from './workspace.ts';

const run = promisify(execFile);

export interface Unpacked {
  /** The file that it was unpacked from. */
  readonly packed: string;
  /** The folder that package.json is in. */
  readonly product: string;
}

/** Unpacks `npm pack` into a folder. Rejects with what npm printed. */
export async function unpackedNpm(folder: string): Promise<Unpacked> {
  refuseOld();
  return packing.unpackedNpm(folder);
}

/** Packages the extension; gives the path of the .vsix. Rejects with what vsce printed. */
export async function packageExtension(): Promise<string> {
  refuseOld();
  await using folder = await mkdtempDisposable(join(tmpdir(), 'slight-vsix-'));
  const made = join(folder.path, 'slight.vsix');
  await packing.packageExtension(made);
  const file = join(repository, '.cache/e2e/slight.vsix');
  await mkdir(dirname(file), { recursive: true });
  // at once: another test may be reading the one before
  const draft = `${file}.${process.pid}`;
  await copyFile(made, draft);
  await rename(draft, file);
  return file;
}

/** Unpacks the packaged extension into a folder. */
export async function unpackedExtension(folder: string): Promise<Unpacked> {
  const packed = await packageExtension();
  await run('unzip', ['-q', packed, '-d', folder]);
  return { packed, product: join(folder, 'extension') };
}

function refuseOld(): void {
  for (const program of ['slight.mjs', 'server.mjs', 'extension.cjs'] as const) shipped(program);
}
