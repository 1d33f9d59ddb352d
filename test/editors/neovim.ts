/** Neovim without a window, set up as docs/editors.md says. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { shipped } from '../shipped.ts';
import { printedSetup } from './setup.ts';

const server = shipped('server.mjs');
const driver = path.join(import.meta.dirname, 'neovim.lua');

/**
 * Runs a Lua function body, which is given the `session` of neovim.lua, in a Neovim that was started in a folder.
 * Gives what it returns.
 * @throws with Lua's message where the script fails
 */
export async function neovim(folder: string, script: string): Promise<unknown> {
  const own = path.join(folder, '.neovim');
  const files = {
    setup: path.join(own, 'setup.lua'),
    script: path.join(own, 'script.lua'),
    answer: path.join(own, 'answer.json'),
  };
  await mkdir(path.join(own, 'bin'), { recursive: true });
  await writeFile(files.setup, await printedSetup('Neovim 0.7 to 0.10', 'lua'));
  await writeFile(files.script, `local session = ...\n${script}`);
  await writeFile(
    path.join(own, 'bin/slight-language-server'),
    `#!/bin/sh\necho $$ >> '${path.join(own, 'servers')}'\nexec '${process.execPath}' '${server}' "$@"\n`,
    { mode: 0o755 },
  );
  await promisify(execFile)('nvim', ['--clean', '--headless', '-c', `luafile ${driver}`], {
    cwd: folder,
    timeout: 120_000,
    env: {
      PATH: `${path.join(own, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: own,
      SLIGHT_SETUP: files.setup,
      SLIGHT_SCRIPT: files.script,
      SLIGHT_ANSWER: files.answer,
    },
  });
  const said = JSON.parse(await readFile(files.answer, 'utf8')) as { answer?: unknown; failure?: string };
  if (said.failure !== undefined) throw new Error(said.failure);
  return said.answer;
}

/** The process ids of the language servers that Neovim started in a folder, those that have ended too. */
export async function serversOf(folder: string): Promise<readonly number[]> {
  const lines = await readFile(path.join(folder, '.neovim/servers'), 'utf8');
  return lines.trim().split('\n').map(Number);
}
