/** Programs that are run from start to exit. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export const root = path.join(import.meta.dirname, '..');

/** Runs this Node on a file of the repository. Fails with what the program printed to its standard error. */
export async function node(file: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, file), ...args], {
    cwd: root,
  });
  return stdout;
}

/** `slight` as it is built. */
export function slight(...args: readonly string[]): Promise<string> {
  return node('dist/slight.mjs', ...args);
}

/** How many milliseconds that takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
