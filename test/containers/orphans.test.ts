/** No server is left behind, wherever and whenever a run is killed, and two never work on one folder. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopKept } from '@slight/runtime/backends/down.ts';
import { shipped } from '../shipped.ts';
import { climbAndDie, commandLine } from './dying.ts';
import { redisCase, workspace } from './run.ts';
import type { Climber, Workspace } from './run.ts';

const { request } = redisCase;

/** Every other call of a start, which is about thirty, and the one that makes the server. */
const calls = ['spawn', ...Array.from({ length: 15 }, (_, index) => String(2 * index + 1))];

test('a run that is killed at any call of its start leaves nothing after the next run', async () => {
  await using space = await workspace();
  let leftServer = 0;
  for (const call of calls) {
    await climbAndDie(space, request, call);
    const left = await space.running();
    if (left.length > 0) leftServer++;
    // never on settings of its own
    for (const pid of left) assert.match(await commandLine(pid), /redis\.conf|127\.0\.0\.1:\d+|^$/);
    await space.ladder({ choice: 'embedded' })[Symbol.asyncDispose]();
    assert.deepEqual(await space.running(), [], `killed at call ${call}`);
    await rm(path.dirname(space.stateDir), { recursive: true, force: true });
  }
  assert.ok(leftServer >= 3, `only ${leftServer} of the kills came while there was a server`);
});

test('a server whose record is gone while a run uses it is neither shared nor doubled', async () => {
  await using space = await workspace();
  await using first = space.ladder({ choice: 'local' });
  await first.climb(request);
  const state = path.join(space.stateDir, 'redis/state.json');
  await rm(state);
  await using second = space.ladder();
  const step = await second.climb(request);
  assert.equal(step.rung, 'embedded');
  assert.equal(
    step.reasons.at(-1),
    `What was written down of Redis, in ${state}, is gone. Another run of this workspace uses it: end that first.`,
  );
  assert.equal((await space.running()).length, 1);
});

for (const what of ['.slight', 'workspace'] as const) {
  test(`the ${what} is deleted while a server runs: it is stopped at the end, and nothing is made anew`, async () => {
    await using space = await workspace();
    const folder = what === 'workspace' ? space.folder : path.dirname(space.stateDir);
    {
      await using ladder = space.ladder({ choice: 'local', keep: true });
      await ladder.climb(request);
      await rm(folder, { recursive: true });
    }
    assert.deepEqual(await space.running(), []);
    assert.ok(!existsSync(folder));
  });

  test(`the ${what} is deleted, and the run is killed: the next run, as its guard, stops the server`, async () => {
    await using space = await workspace();
    const killed = await space.climber({ choice: 'local', requests: [request] });
    await rm(what === 'workspace' ? space.folder : path.dirname(space.stateDir), { recursive: true });
    await space.ladder()[Symbol.asyncDispose]();
    assert.equal((await space.running()).length, 1, 'the run that uses it is still there');
    await killed.end('SIGKILL');
    await space.ladder()[Symbol.asyncDispose]();
    assert.deepEqual(await space.running(), []);
  });
}

for (const what of ['.slight', 'workspace'] as const) {
  test(`the ${what} is deleted, and the built command is killed: its guard stops the server`, async () => {
    await using space = await workspace();
    const run = await spinning(space.folder);
    await rm(what === 'workspace' ? space.folder : path.dirname(space.stateDir), { recursive: true });
    run.kill('SIGKILL');
    await once(run, 'exit');
    while ((await space.running()).length > 0) await sleep(50);
  });
}

test('.slight is deleted while a server is up to stay: slight down stops it, and says so', async (t) => {
  if (process.platform !== 'linux') {
    t.skip('only Linux tells of a deleted folder');
    return;
  }
  await using space = await workspace();
  {
    await using ladder = space.ladder({ choice: 'local', keep: 'down' });
    await ladder.climb(request);
  }
  await rm(path.dirname(space.stateDir), { recursive: true });
  const down = await stopKept(space.stateDir, process.env, AbortSignal.timeout(30_000));
  assert.deepEqual(down, [{ backend: 'redis', rung: 'local', kind: 'stopped' }]);
  assert.deepEqual(await space.running(), []);
});

test('the workspace is renamed while a server runs: it is stopped at the end', async (t) => {
  if (process.platform !== 'linux') {
    t.skip('only Linux tells where a folder is by now');
    return;
  }
  await using space = await workspace();
  await using moved = await movable(space.folder);
  {
    await using ladder = space.ladder({ choice: 'local' });
    await ladder.climb(request);
    await moved.move();
  }
  assert.deepEqual(await space.running(), []);
});

test('the workspace is renamed, and the built command is killed: its guard stops the server', async (t) => {
  if (process.platform !== 'linux') {
    t.skip('only Linux tells where a folder is by now');
    return;
  }
  await using space = await workspace();
  await using moved = await movable(space.folder);
  const run = await spinning(space.folder);
  await moved.move();
  run.kill('SIGKILL');
  await once(run, 'exit');
  while ((await space.running()).length > 0) await sleep(50);
});

/** A folder that is renamed, to a name that begins with its own. */
async function movable(folder: string): Promise<AsyncDisposable & { move(): Promise<void> }> {
  const other = `${folder}-moved`;
  return Promise.resolve({
    move: () => rename(folder, other),
    [Symbol.asyncDispose]: () => rm(other, { recursive: true, force: true }),
  });
}

/** The built command, whose guest computes while a server is up. */
async function spinning(folder: string): Promise<ChildProcess> {
  const declared = '[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n';
  await writeFile(path.join(folder, 'slightfile.toml'), `specversion = "0.2"\n${declared}`);
  const spin = path.join(import.meta.dirname, '../../.cache/guests/c-spin.wasm');
  const args = [shipped('slight.mjs'), 'run', '--backends', 'local', spin];
  const run = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const text of run.stdout) if (String(text).includes('spinning')) break;
  return run;
}

test('a run in another process namespace starts no second server on the folder', async (t) => {
  if (!canUnshare(t, '--pid')) return;
  await using space = await workspace();
  await using ladder = space.ladder({ choice: 'local' });
  await redisCase.put(await ladder.climb(request), 'ours');
  const inside = await apart(space);
  assert.deepEqual(rungsOf(inside), ['embedded']);
  assert.match(
    inside.steps[0]?.reasons.at(-1) ?? '',
    /^Redis of this workspace already runs in a container or outside/,
  );
  assert.equal((await space.running()).length, 1);
  await inside.end('disconnect');
  assert.equal((await space.running()).length, 1, 'and its end is not that of the server');
});

test('a server in another process namespace is not doubled from outside, and is gone with it', async (t) => {
  if (!canUnshare(t, '--pid')) return;
  await using space = await workspace();
  const inside = await apart(space);
  assert.deepEqual(rungsOf(inside), ['local']);
  {
    await using ladder = space.ladder();
    const step = await ladder.climb(request);
    assert.equal(step.rung, 'embedded');
    assert.match(
      step.reasons.at(-1) ?? '',
      /^Redis of this workspace already runs in a container or outside/,
    );
  }
  assert.equal(await redisCase.get(inside.steps[0] ?? assert.fail()), undefined, 'it still answers');
  await inside.end('disconnect');
  assert.deepEqual(await space.running(), []);
  await using ladder = space.ladder();
  assert.equal((await ladder.climb(request)).rung, 'local');
});

test('two runs that start at once in two process namespaces have one server', async (t) => {
  if (!canUnshare(t, '--pid')) return;
  await using space = await workspace();
  const both = await Promise.all([
    apart(space),
    apart(space),
    space.climber({ choice: 'auto', requests: [request] }),
  ]);
  const rungs = both.flatMap(({ steps }) => steps.map(({ rung }) => rung)).sort();
  assert.deepEqual(rungs, ['embedded', 'embedded', 'local']);
  assert.equal((await space.running()).length, 1);
  await Promise.all(both.map((one) => one.end('disconnect')));
  assert.deepEqual(await space.running(), []);
});

test('a run in another time namespace shares the server', async (t) => {
  if (!canUnshare(t, '--time')) return;
  await using space = await workspace();
  const outside = await space.climber({ choice: 'local', requests: [request] });
  const within = ['unshare', '--time', '--boottime', '100000', '--fork', '--kill-child'];
  const inside = await space.climber({ choice: 'local', requests: [request], within });
  assert.equal(inside.steps[0]?.address, outside.steps[0]?.address);
  await outside.end('SIGTERM');
  assert.equal((await space.running()).length, 1);
  await inside.end('disconnect');
  assert.deepEqual(await space.running(), []);
});

test('what another machine started is not doubled while it may run there', async () => {
  await using space = await workspace();
  const folder = path.join(space.stateDir, 'redis');
  await mkdir(folder, { recursive: true });
  const state = {
    version: 2,
    backend: 'redis',
    handle: { rung: 'local' },
    address: { host: '127.0.0.1', port: 1 },
    machine: { kernel: 'of another', name: 'mainframe' },
    fingerprint: '',
    kept: false,
  };
  const file = path.join(folder, 'state.json');
  await writeFile(file, JSON.stringify(state));
  await using ladder = space.ladder();
  const step = await ladder.climb(request);
  assert.equal(step.rung, 'embedded');
  assert.equal(
    step.reasons.at(-1),
    `Redis was started for this workspace on the machine mainframe, and whether it still runs cannot be seen from here. Stop it there with slight down; where that machine is gone, remove ${file}.`,
  );
  await rm(file);
  assert.equal(
    (await ladder.climb({ ...request, name: 'other' })).rung,
    'embedded',
    'once asked, once answered',
  );
  await using later = space.ladder();
  assert.equal((await later.climb(request)).rung, 'local');
});

/** A run in a process namespace of its own. */
function apart(space: Workspace): Promise<Climber> {
  const within = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return space.climber({ choice: 'auto', requests: [request], within });
}

function rungsOf({ steps }: Climber): readonly string[] {
  return steps.map(({ rung }) => rung);
}

function canUnshare(t: { skip(message: string): void }, flag: string): boolean {
  const can = spawnSync('unshare', [flag, '--fork', 'true']).status === 0;
  if (!can) t.skip('this machine, or this user, has no namespaces');
  return can;
}
