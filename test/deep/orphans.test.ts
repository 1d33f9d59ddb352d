/** Kills without number while servers start, at every call and at any moment: none is left, and no write is lost. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { climbAndDie, commandLine } from '../containers/dying.ts';
import { noEngine, redisCase, workspace } from '../containers/run.ts';
import type { Workspace } from '../containers/run.ts';
import { shipped } from '../shipped.ts';

const { request } = redisCase;
const rounds = 100;
const program = shipped('slight.mjs');

test('a run that is killed at every single call of its start leaves nothing after the next run', async () => {
  await using space = await workspace();
  let calls = 0;
  while (await climbAndDie(space, request, String(calls + 1))) {
    calls++;
    for (const pid of await space.running())
      assert.match(await commandLine(pid), /redis\.conf|127\.0\.0\.1:\d+|^$/);
    await space.ladder({ choice: 'embedded' })[Symbol.asyncDispose]();
    assert.deepEqual(await space.running(), [], `killed at call ${calls}`);
    await rm(path.dirname(space.stateDir), { recursive: true, force: true });
  }
  assert.ok(calls >= 20, `a start has ${calls} calls`);
});

test(`the built command, killed at ${rounds} moments of its start, leaves nothing after the next`, async (t) => {
  await using space = await workspace();
  const declared = '[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n';
  await writeFile(path.join(space.folder, 'slightfile.toml'), `specversion = "0.2"\n${declared}`);
  const slight = (...args: readonly string[]) =>
    spawn(process.execPath, [program, ...args], {
      cwd: space.folder,
      env: { ...process.env, DOCKER_HOST: noEngine },
      stdio: 'ignore',
    });
  const ended = async (...args: readonly string[]) => once(slight(...args), 'exit');

  const start = performance.now();
  await ended('up', '--backends', 'local');
  const whole = performance.now() - start;
  await ended('down');
  let left = 0;
  for (let round = 0; round < rounds; round++) {
    const run = slight('up', '--backends', 'local');
    const exit = once(run, 'exit');
    // the moments are what is varied here, most of them late, when there is a server; whatever has happened by then,
    // nothing may be left
    await sleep(whole * (0.4 + (0.8 * round) / rounds));
    run.kill('SIGKILL');
    await exit;
    if ((await servers(space)).length > 0) left++;
    await ended('down');
    assert.deepEqual(await servers(space), [], `killed at moment ${round} of ${rounds}`);
  }
  t.diagnostic(`${left} of ${rounds} kills came while there was a server`);
});

/** The command lines of the servers that run in a workspace: a guard that is about to end is none. */
async function servers(space: Workspace): Promise<readonly string[]> {
  const lines = await Promise.all((await space.running()).map(commandLine));
  return lines.filter((line) => line.includes('redis-server'));
}
