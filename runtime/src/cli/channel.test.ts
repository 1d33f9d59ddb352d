/** The channel of the shipped `slight`: what is asked through it, and what nobody can do to a run through it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex, Readable, Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { FromRuntime } from '../channel.ts';
import { main, slight } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');
const probe = path.join(guests, 'c-probe.wasm');

/** Of a run that does not end, in milliseconds. */
const timeout = 60_000;

function workspace(resource = 'keyvalue.filesystem', configs = ''): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-channel-'));
  writeFileSync(
    path.join(folder, 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "orders"\n${configs}`,
  );
  return folder;
}

interface Started {
  readonly input: Writable;
  readonly output: Readable;
  readonly channel: Duplex;
  /** Every line of it, as it comes. */
  readonly lines: readonly FromRuntime[];
  until(found: (line: FromRuntime) => boolean): Promise<FromRuntime>;
  ask(line: unknown): void;
  readonly ended: Promise<unknown>;
}

function start(t: TestContext, args: readonly string[], cwd = workspace(), env = {}): Started {
  const child = spawn(process.execPath, [main, '--channel', '3', ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit', 'overlapped'],
  });
  t.after(() => child.kill('SIGKILL'));
  const channel = child.stdio[3] as Duplex;
  const lines: FromRuntime[] = [];
  const waiting = new Set<() => void>();
  channel.on('error', () => undefined);
  createInterface(channel)
    .on('error', () => undefined)
    .on('line', (line) => {
      lines.push(JSON.parse(line) as FromRuntime);
      for (const look of waiting) look();
    });
  return {
    input: child.stdin as Writable,
    output: child.stdout as Readable,
    channel,
    lines,
    until: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          const found = lines.find(wanted);
          if (found) resolve(found);
        };
        waiting.add(look);
        look();
      }),
    ask: (line) => void channel.write(`${JSON.stringify(line)}\n`),
    ended: once(child, 'close').then(([code, signal]) => (code as number | null) ?? (signal as string)),
  };
}

const isAnswer = (id: number) => (line: FromRuntime) => 'id' in line && line.id === id;
const isTrace = (line: FromRuntime) => 'method' in line && line.method === 'trace';
const isEvent = (type: string) => (line: FromRuntime) => isTrace(line) && line.params.type === type;

test('what serves the capabilities is answered, also while the guest waits', { timeout }, async (t) => {
  const cwd = workspace();
  const keyvalue = path.join(guests, 'c-keyvalue-0.5.wasm');
  const env = { command: 'nothing' };
  const driver = '[[capability]]\nresource = "configs.envvars"\nname = "driver"\n';
  writeFileSync(
    path.join(cwd, 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n${driver}`,
  );
  const run = start(t, ['run', keyvalue, '--', 'drive', 'orders'], cwd, env);
  await run.until(isEvent('call'));
  run.ask({ id: 7, method: 'capabilities' });
  assert.deepEqual(await run.until(isAnswer(7)), {
    id: 7,
    result: [
      {
        resource: 'keyvalue.filesystem',
        name: 'orders',
        by: 'keyvalue.filesystem',
        rung: 'given',
        folder: path.join(cwd, '.slight/keyvalue/orders'),
      },
      { resource: 'configs.envvars', name: 'driver', by: 'configs.envvars', rung: 'given' },
    ],
  });
});

test('to stop is to put the servers away, of which the channel tells to the end', { timeout }, async (t) => {
  const run = start(
    t,
    ['run', '--backends', 'local', path.join(guests, 'c-keyvalue-0.5.wasm'), '--', 'drive', 'orders'],
    workspace('keyvalue.redis', '[[capability]]\nresource = "configs.envvars"\nname = "driver"\n'),
    { command: 'nothing' },
  );
  await run.until(isEvent('call'));
  run.ask({ id: 1, method: 'stop' });
  assert.deepEqual(await run.until(isAnswer(1)), { id: 1, result: null });
  assert.equal(await run.ended, 130);
  const states = run.lines.flatMap((line) =>
    isTrace(line) && line.params.type === 'backend' ? [line.params] : [],
  );
  assert.deepEqual(
    states.map(({ state }) => state),
    ['starting', 'ready', 'stopped'],
  );
  const [host = '', port] = states[1]?.address?.split(':') ?? [];
  await assert.rejects(once(connect(Number(port), host), 'connect'), { code: 'ECONNREFUSED' });
});

test('a run that has not begun is stopped as well, and so are up and down', { timeout }, async (t) => {
  const cwd = workspace('keyvalue.redis');
  // a server that never answers
  writeFileSync(path.join(cwd, 'redis-server'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  const run = start(t, ['up', '--backends', 'local'], cwd, { PATH: cwd });
  await run.until(isEvent('backend'));
  run.ask({ id: 1, method: 'stop' });
  assert.equal(await run.ended, 130);
  assert.equal(slight(['down'], { cwd }).stdout, 'No server runs for slightfile.toml.\n');
});

const hostile: Readonly<Record<string, string | Buffer>> = {
  'no JSON': 'stop\n',
  'an empty line': '\n',
  null: 'null\n',
  'a number': '1\n',
  'a request without its id': '{"method":"stop"}\n',
  'a request whose id is a text': '{"id":"1","method":"stop"}\n',
  'a request whose method is an object': '{"id":1,"method":{"toString":"stop"}}\n',
  'bytes that are no text': Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
  'a line without an end': 'x'.repeat(2 ** 20),
  'a list without an end': '['.repeat(2 ** 20),
  'what stands in brackets a hundred thousand times': `${'['.repeat(60_000)}\n`,
};

for (const [what, bytes] of Object.entries(hostile)) {
  test(`${what} ends the channel, and not the run`, { timeout }, async (t) => {
    const run = start(t, ['run', probe, '--', 'stdin']);
    await run.until(isEvent('run'));
    run.channel.write(bytes);
    // what was not read may be told as a reset
    await new Promise((resolve) => run.channel.once('close', resolve));
    run.input.end('goes on\n');
    assert.equal(await readAll(run.output), 'goes on\n');
    assert.equal(await run.ended, 0);
    assert.ok(!run.lines.some(isEvent('exit')));
  });
}

test('what nobody knows here is answered, also where all objects have it', { timeout }, async (t) => {
  const run = start(t, ['run', probe, '--', 'stdin']);
  await run.until(isEvent('run'));
  for (const [id, method] of ['launch', '', 'constructor', '__proto__', 'toString'].entries()) {
    run.ask({ id, method });
    assert.deepEqual(await run.until(isAnswer(id)), { id, error: `There is no ${method} here.` });
  }
  run.input.end();
  assert.equal(await run.ended, 0);
});

test(
  'who asks and asks and does not read costs no memory, and is heard again once it does',
  { timeout },
  async (t) => {
    const child = spawn(process.execPath, [main, '--channel', '3', 'run', probe, '--', 'stdin'], {
      cwd: workspace(),
      stdio: ['pipe', 'pipe', 'inherit', 'overlapped'],
    });
    t.after(() => child.kill('SIGKILL'));
    const channel = child.stdio[3] as Duplex;
    channel.on('error', () => undefined);
    const request = `${JSON.stringify({ id: 1, method: 'x'.repeat(1000) })}\n`.repeat(1000);
    let written = 0;
    // until it takes no more: what it has taken then is what it holds
    while (written < 64 && (channel.write(request) || (await drained(channel)))) written += 1;
    assert.ok(written < 64, `${written} MB of requests were taken`);
    // who reads after all is answered
    channel.resume();
    child.stdin?.end('goes on\n');
    assert.equal(await readAll(child.stdout as Readable), 'goes on\n');
  },
);

async function drained(channel: Duplex): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), 2000);
  const isDrained = await Promise.race([once(channel, 'drain').then(() => true), late.promise]);
  clearTimeout(timer);
  return isDrained;
}

test('servers that stay do not hold the channel', { timeout }, async (t) => {
  const cwd = workspace('keyvalue.redis');
  t.after(() => slight(['down'], { cwd }));
  const run = start(t, ['up', '--backends', 'local'], cwd);
  await once(run.channel, 'close');
  assert.equal(await run.ended, 0);
  assert.match(slight(['down'], { cwd }).stdout, /is stopped/);
});

test('what is no pipe is told', () => {
  for (const [descriptor, said] of [
    ['x', '--channel x is no number of a descriptor. Leave it out.'],
    ['-1', '--channel -1 is no number of a descriptor. Leave it out.'],
    [
      '777',
      '--channel is for a program that starts slight with a pipe of both directions, and 777 is none. Leave it out.',
    ],
  ]) {
    const { code, stderr } = slight([`--channel=${descriptor}`, 'run', probe], { cwd: workspace() });
    assert.deepEqual([code, stderr], [2, `slight: ${said}\n`]);
  }
});

test(
  'a pipe of one direction is told',
  { skip: process.platform === 'win32' && 'it is for a shell of POSIX' },
  () => {
    const line = `"$0" "$1" --channel=3 run "$2" 3>&1 | cat`;
    const { stderr } = spawnSync('sh', ['-c', line, process.execPath, main, probe], {
      cwd: workspace(),
      encoding: 'utf8',
    });
    assert.match(
      stderr,
      /^slight: --channel is for .* of both directions, and 3 is none\. Leave it out\.\n$/,
    );
  },
);
