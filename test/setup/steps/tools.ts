/** The set-up step for programs from npm that the tests run: those of test/tools/package.json, into .cache/tools. */
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../run.ts';

export const name = 'programs from npm (Azurite, into .cache/tools; half a minute)';

const root = path.join(import.meta.dirname, '../../..');
const pinned = path.join(root, 'test/tools');
const stamp = path.join(root, '.cache/tools/installed');

/** Where its programs are. */
export const toolsFolder = path.join(root, '.cache/tools');

export async function needed(): Promise<boolean> {
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  return installed !== (await readFile(path.join(pinned, 'package-lock.json'), 'utf8'));
}

export async function install(log: (line: string) => void): Promise<void> {
  await rm(toolsFolder, { recursive: true, force: true });
  await mkdir(toolsFolder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    await cp(path.join(pinned, file), path.join(toolsFolder, file));
  }
  // --prefix, since the npm that runs the tests hands its own folder down
  const flags = ['--prefix', toolsFolder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['ci', ...flags], { cwd: toolsFolder, log });
  await cp(path.join(toolsFolder, 'package-lock.json'), stamp);
}
