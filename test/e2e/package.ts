import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { shipped } from '../shipped.ts';
import { repository } from './workspace.ts';

/** Packages the extension as it is built now; gives the path of the .vsix. Rejects with what vsce printed. */
export async function packageExtension(): Promise<string> {
  shipped('extension.cjs');
  const file = join(repository, '.cache/e2e/slight.vsix');
  await mkdir(dirname(file), { recursive: true });
  const vsce = join(repository, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  await promisify(execFile)(process.execPath, [vsce, 'package', ...flags, '--out', file], {
    cwd: repository,
  });
  return file;
}
