/** How signals end a command: at once where nothing is there to be put away, as while it still waits for its inputs. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isHeld } from '../backends/hold.ts';
import { main } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');
const hello = path.join(guests, 'c-hello.wasm');
const probe = path.join(guests, 'c-probe.wasm');

/** Of a command that no signal ends, in milliseconds. */
const timeout = 20_000;

/** A folder with a slightfile, and a pipe that nothing ever comes out of. */
function workspace(): { readonly cwd: string; readonly pipe: string } {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-signals-'));
  const pipe = path.join(cwd, 'pipe');
  execFileSync('mkfifo', [pipe]);
  writeFileSync(
    path.join(cwd, 'slightfile.toml'),
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "a"\n',
  );
  return { cwd, pipe };
}

const commands = {
  'reads its module': ['run', 'pipe'],
  'reads its slightfile': ['run', hello, '-c', 'pipe'],
  'up reads its slightfile': ['up', '-c', 'pipe'],
  'check reads a file': ['check', 'slightfile.toml', 'pipe'],
};

for (const [what, args] of Object.entries(commands)) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`${signal} ends a command that ${what}`, { timeout }, async (t) => {
      const { cwd, pipe } = workspace();
      const child = spawn(process.execPath, [main, ...args], { cwd, stdio: 'ignore' });
      t.after(() => child.kill('SIGKILL'));
      // done when the command has it open, too
      await using _writer = await open(pipe, 'w');
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [null, signal]);
    });
  }
}

test('the end of the editor ends a run that reads its module', { timeout }, async (t) => {
  const { cwd, pipe } = workspace();
  const child = spawn(process.execPath, [main, '--channel', '3', 'run', 'pipe'], {
    cwd,
    stdio: ['ignore', 'ignore', 'ignore', 'overlapped'],
  });
  t.after(() => child.kill('SIGKILL'));
  await using _writer = await open(pipe, 'w');
  (child.stdio[3] as Duplex).destroy();
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGHUP']);
});

test(
  'a run that is the first process of a container is ended by SIGTERM while its guest waits',
  { timeout },
  async (t) => {
    const within = ['--pid', '--fork', '--kill-child', '--mount-proc'];
    if (spawnSync('unshare', [...within, 'true']).status !== 0) {
      t.skip('this machine, or this user, has no namespaces');
      return;
    }
    const { cwd } = workspace();
    const args = [...within, process.execPath, main, 'run', probe, '--', 'stderr', 'up', 'sleep', '60000'];
    const outside = spawn('unshare', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    t.after(() => outside.kill('SIGKILL'));
    for await (const text of outside.stderr) if (String(text).includes('up')) break;
    const run = Number(readFileSync(`/proc/${outside.pid}/task/${outside.pid}/children`, 'latin1'));
    process.kill(run, 'SIGTERM');
    assert.deepEqual(await once(outside, 'exit'), [143, null]);
  },
);

for (const backends of ['embedded', 'local']) {
  test(
    `a guest that computes ends with its editor, whose end is told to nobody (${backends})`,
    { timeout },
    async (t) => {
      const { cwd } = workspace();
      writeFileSync(
        path.join(cwd, 'slightfile.toml'),
        'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
      );
      const args = [main, '--channel', '3', 'run', path.join(guests, 'c-spin.wasm'), '--backends', backends];
      const source = `
        const stdio = ['pipe', 'pipe', 'pipe', 'overlapped'];
        const child = require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio });
        child.stdout.on('data', (text) => String(text).includes('spinning') && console.log(child.pid));`;
      const editor = spawn(process.execPath, ['-e', source], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
      t.after(() => editor.kill('SIGKILL'));
      const [text] = (await once(editor.stdout, 'data')) as [Buffer];
      const run = Number(text);
      t.after(() => isAlive(run) && process.kill(run, 'SIGKILL'));
      editor.kill('SIGKILL');
      while (isAlive(run)) await delay(50);
      const pipe = path.join(cwd, '.slight/backends/redis/held');
      if (backends === 'local') while (await isHeld(pipe)) await delay(50);
    },
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
