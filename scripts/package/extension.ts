/** Packages the extension, of what is built now. */
import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../npm.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');

/** Unpacks `npm pack` into a folder. Rejects with what npm printed. */
export async function unpackedNpm(
  folder: string,
): Promise<{ readonly packed: string; readonly product: string }> {
  const [program, first] = npm();
  const pack = ['pack', '--silent', '--pack-destination', folder];
  const { stdout } = await run(program, [...first, ...pack], { cwd: root });
  const packed = path.join(folder, stdout.trim());
  await run('tar', ['-xzf', packed, '-C', folder]);
  return { packed, product: path.join(folder, 'package') };
}

/**
 * Makes the .vsix `file`. It is made of what npm packs, since `files` in package.json is for both, and vsce needs ten
 * seconds to look through a repository. vsce leads the links of its pages to package.json's `repository`. Rejects with
 * what npm or vsce printed.
 */
export async function packageExtension(file: string): Promise<void> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'slight-package-'));
  const { product: cwd } = await unpackedNpm(folder.path);
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', path.resolve(file)], { cwd });
}
