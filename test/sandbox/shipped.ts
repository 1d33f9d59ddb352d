/** Hostile guests in the program that ships, `dist/slight.mjs`, each in a process of its own. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Outside } from './outside.ts';

const repository = path.join(import.meta.dirname, '../..');

/** @returns all that the guest printed */
export async function runShipped(
  name: string,
  args: readonly string[],
  { outside, environment = {} }: { outside: Outside; environment?: Readonly<Record<string, string>> },
): Promise<string> {
  const folders = Object.entries(outside.folders).flatMap(([guest, host]) => ['--dir', `${host}::${guest}`]);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      ...[path.join(repository, 'dist/slight.mjs'), 'run', ...folders, '-c', slightfile(outside)],
      // what is made of core modules is kept over runs
      ...['--data', path.join(repository, '.cache/shipped')],
      ...[path.join(repository, '.cache/guests', `${name}.wasm`), '--', ...args],
    ],
    { cwd: outside.root, env: { ...process.env, ...environment }, maxBuffer: 2 ** 28 },
  );
  return stdout + stderr;
}

/** In a box, where the guest may have it, so that nothing outside changes. */
function slightfile({ folders }: Outside): string {
  const file = path.join(folders['/second'] ?? '', 'slightfile.toml');
  writeFileSync(file, 'specversion = "0.2"\n');
  return file;
}
