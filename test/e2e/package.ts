/** What is given to users, made of what is built now: npm's package, and VS Code's. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtempDisposable, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
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
  for (const program of ['slight.mjs', 'server.mjs', 'extension.cjs'] as const) shipped(program);
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: repository,
  });
  const packed = join(folder, stdout.trim());
  await run('tar', ['-xzf', packed, '-C', folder]);
  return { packed, product: join(folder, 'package') };
}

/**
 * Packages the extension; gives the path of the .vsix. It is made of what npm packs, since `files` in package.json is
 * for both, and vsce needs ten seconds to look through a repository. Rejects with what vsce printed.
 */
export async function packageExtension(): Promise<string> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'slight-package-'));
  const { product: cwd } = await unpackedNpm(folder.path);
  const made = join(folder.path, 'slight.vsix');
  const vsce = join(repository, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  await run(process.execPath, [vsce, 'package', ...flags, '--out', made], { cwd });
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
