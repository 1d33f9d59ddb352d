import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { TraceEvent } from '../trace/events.ts';
import { main, slight } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');
const hello = path.join(guests, 'c-hello.wasm');
const keyvalue = path.join(guests, 'c-keyvalue-0.5.wasm');
const component = path.join(guests, 'c-keyvalue-component.wasm');
const probe = path.join(guests, 'c-probe.wasm');

function workspace(resource = 'keyvalue.filesystem', configs = ''): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-run-'));
  writeFileSync(
    path.join(folder, 'slightfile.toml'),
    `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "orders"\n${configs}`,
  );
  return folder;
}

test("the guest's output and exit code are passed through, and slight itself speaks on standard error", () => {
  const { code, stdout, stderr } = slight(['run', keyvalue, '--', 'orders', 'set', 'a', 'one', 'get', 'a'], {
    cwd: workspace(),
  });
  assert.equal(stderr, 'slight  orders → keyvalue.filesystem in .slight/keyvalue/orders\n');
  assert.match(stdout, /get: one\n$/);
  assert.equal(code, 0);
});

for (const [kind, module] of Object.entries({ legacy: keyvalue, component })) {
  test(`what a ${kind} guest wrote is there on the next run`, () => {
    const cwd = workspace();
    slight(['run', module, '--', 'orders', 'set', 'a', 'one'], { cwd });
    assert.match(slight(['run', module, '--', 'orders', 'get', 'a'], { cwd }).stdout, /get: one\n$/);
  });
}

test('the old order of options runs too', () => {
  const cwd = workspace();
  const { stdout, code } = slight(['-c', 'slightfile.toml', 'run', '-m', hello], { cwd });
  assert.equal(stdout, 'Hello, SpiderLightning!\n');
  assert.equal(code, 0);
  assert.equal(slight(['-c', 'slightfile.toml', 'run', hello, '-l'], { cwd }).code, 0);
});

test('a name that is not declared is told to the guest, with the names that are', () => {
  const { stdout } = slight(['run', keyvalue, '--', 'customers', 'get', 'a'], { cwd: workspace() });
  assert.match(
    stdout,
    /no keyvalue capability named "customers" is declared in slightfile\.toml: it declares "orders"/,
  );
});

test('a guest that traps ends with 134 and one line', () => {
  const { code, stderr } = slight(['run', '-q', probe, '--', 'trap'], { cwd: workspace() });
  assert.match(stderr, /^slight: The guest .*\n$/);
  assert.equal(code, 134);
});

test("a guest's own exit code is the command's, as far as the system has such", () => {
  assert.equal(slight(['run', probe, '--', 'exit', '3'], { cwd: workspace() }).code, 3);
  assert.equal(slight(['run', probe, '--', 'exit', '256'], { cwd: workspace() }).code, 255);
});

test('an error in the slightfile ends it before anything is started', () => {
  const cwd = workspace('keyvalue.reddis');
  const { code, stdout, stderr } = slight(['run', hello], { cwd });
  assert.match(stderr, /slightfile\.toml:3:12 error: There is no resource "keyvalue\.reddis"/);
  assert.match(stderr, /slight: slightfile\.toml has an error, so nothing was started\. /);
  assert.equal(stdout, '');
  assert.equal(code, 2);
});

test('a file that is no WebAssembly is told as that', () => {
  const { code, stderr } = slight(['run', 'slightfile.toml'], { cwd: workspace() });
  assert.match(stderr, /^slight: slightfile\.toml is /);
  assert.equal(code, 2);
});

test('a trace tells the run from its start to its exit', () => {
  const cwd = workspace();
  slight(['run', '--trace', 'trace.jsonl', keyvalue, '--', 'orders', 'set', 'a', 'one'], { cwd });
  const events = readTrace(cwd);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['run', 'backend', 'call', 'return', 'call', 'return', 'stdout', 'exit'],
  );
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  );
});

test(
  'a new trace is for its owner alone, and one that is there keeps its permissions',
  { skip: process.platform === 'win32' && 'Windows has other permissions' },
  () => {
    const cwd = workspace();
    writeFileSync(path.join(cwd, 'shared.jsonl'), '');
    chmodSync(path.join(cwd, 'shared.jsonl'), 0o664);
    for (const [name, mode] of [
      ['new.jsonl', 0o600],
      ['shared.jsonl', 0o664],
    ] as const) {
      slight(['run', '--trace', name, keyvalue, '--', 'orders', 'get', 'a'], { cwd });
      assert.equal(statSync(path.join(cwd, name)).mode & 0o777, mode, name);
    }
  },
);

for (const [resource, backends, rung] of [
  ['keyvalue.filesystem', 'auto', 'given'],
  ['keyvalue.redis', 'embedded', 'embedded'],
  ['keyvalue.redis', 'local', 'local'],
] as const) {
  test(`a trace tells what serves ${resource} by its name, with --backends ${backends}`, () => {
    const cwd = workspace(resource);
    const args = ['run', '--trace', 'trace.jsonl', '--backends', backends, keyvalue];
    slight([...args, '--', 'orders', 'set', 'a', 'one'], { cwd });
    const events = readTrace(cwd).filter((event) => event.type === 'backend');
    const ready = events.find(({ state }) => state === 'ready');
    assert.deepEqual([ready?.resource, ready?.name, ready?.rung], [resource, 'orders', rung]);
    if (rung === 'local') {
      assert.match(ready?.address ?? '', /^127\.0\.0\.1:\d+$/);
      assert.equal(ready?.folder, undefined);
    } else {
      assert.equal(ready?.folder, path.join(cwd, '.slight/keyvalue/orders'));
      assert.ok(existsSync(ready.folder));
    }
    const states = events.map(({ state, name }) => `${name} ${state}`);
    assert.deepEqual(
      states,
      rung === 'local' ? ['orders starting', 'orders ready', 'orders stopped'] : ['orders ready'],
    );
  });
}

test('a program that starts slight with a channel gets every event, the exit last', async () => {
  const args = ['--channel', '3', 'run', keyvalue, '--', 'orders', 'set', 'a', 'one'];
  const run = spawn(process.execPath, [main, ...args], {
    cwd: workspace(),
    stdio: ['ignore', 'ignore', 'ignore', 'overlapped'],
  });
  const lines = (await readAll(run.stdio[3] as Readable)).split('\n').slice(0, -1);
  const types = lines.map((line) => (JSON.parse(line) as { params: TraceEvent }).params.type);
  assert.deepEqual(types, ['run', 'backend', 'call', 'return', 'call', 'return', 'stdout', 'exit']);
});

test('a channel that nobody reads holds no more than it can, and all that the guest prints is printed', async () => {
  // the far end of the channel is in this process, as bytes
  const args = ['--channel', '3', 'run', '-q', probe, '--', 'stdin'];
  const run = spawn(process.execPath, [main, ...args], {
    cwd: workspace(),
    stdio: ['pipe', 'pipe', 'inherit', 'overlapped'],
  });
  const input = 'a line\n'.repeat(3_000_000);
  run.stdin?.end(input);
  let printed = 0;
  for await (const piece of run.stdout ?? []) {
    printed += (piece as Buffer).length;
    if (printed === input.length) break;
  }
  const channel = run.stdio[3] as Readable;
  const told = await readAll(channel);
  assert.ok(told.length < input.length / 2, `${told.length} bytes of events`);
  assert.match(told, /"type":"exit","code":0,.*\}\}\n$/);
});

test('a value from the environment reaches the guest and not the trace', async () => {
  const cwd = workspace(
    'keyvalue.filesystem',
    '[[capability]]\nresource = "configs.envvars"\nname = "driver"\n',
  );
  // the guest asks for its command again and again, and always gets this one
  const run = spawn(
    process.execPath,
    [main, 'run', '--trace', 'trace.jsonl', keyvalue, '--', 'drive', 'orders'],
    {
      cwd,
      env: { ...process.env, command: 'hunter2' },
      stdio: 'ignore',
    },
  );
  const ended = once(run, 'exit');
  const trace = path.join(cwd, 'trace.jsonl');
  for (let tries = 0; !(existsSync(trace) && readFileSync(trace, 'utf8').includes('••••')); tries++) {
    assert.ok(tries < 200, 'nothing was masked in 20 s');
    await delay(100);
  }
  run.kill('SIGKILL');
  await ended;
  const text = readFileSync(trace, 'utf8');
  assert.match(text, /"function":"\[method\]configs\.get","name":"driver","arguments":\["command"\]/);
  assert.ok(!text.includes('hunter2'));
});

for (const backends of ['embedded', 'local']) {
  test(`keyvalue.redis is served by the rung ${backends} when it is asked for`, () => {
    const cwd = workspace('keyvalue.redis');
    const args = ['run', '--backends', backends, keyvalue, '--', 'orders', 'set', 'a', 'one', 'get', 'a'];
    const { stdout, stderr } = slight(args, { cwd });
    assert.match(stdout, /get: one\n$/);
    const served = {
      embedded:
        /orders → keyvalue\.filesystem in \.slight\/keyvalue\/orders, standing in for keyvalue\.redis\n/,
      local: /orders → keyvalue\.redis, a local server on 127\.0\.0\.1:\d+\n/,
    };
    assert.match(stderr, served[backends as keyof typeof served]);
  });
}

/** Runs a guest that opens a Redis of the run's own and then computes for ever. */
async function spinning(signal: NodeJS.Signals, target: 'process' | 'group') {
  const cwd = workspace('keyvalue.redis');
  const run = spawn(
    process.execPath,
    [main, 'run', '--backends', 'local', '--trace', 'trace.jsonl', path.join(guests, 'c-spin.wasm')],
    // a group of its own, as a shell gives each command
    { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for await (const text of run.stdout) if (String(text).includes('spinning')) break;
  const ready = readTrace(cwd).find((event) => event.type === 'backend' && event.state === 'ready');
  assert.ok(ready?.type === 'backend' && ready.address !== undefined);
  assert.ok(await listens(ready.address));
  process.kill(target === 'group' ? -(run.pid ?? 0) : (run.pid ?? 0), signal);
  const [, ended] = (await once(run, 'exit')) as [number | null, NodeJS.Signals | null];
  assert.equal(ended, signal);
  return ready.address;
}

for (const [what, signal, target] of [
  ['Ctrl-C', 'SIGINT', 'group'],
  ['a kill', 'SIGKILL', 'process'],
  ['the SIGTERM of a script', 'SIGTERM', 'process'],
  ['the SIGINT of an editor', 'SIGINT', 'process'],
] as const) {
  const title = `${what} ends a guest that never stops computing at once, and leaves no server behind`;
  test(title, { timeout: 30_000 }, async () => {
    const address = await spinning(signal, target);
    for (let tries = 0; await listens(address); tries++) {
      assert.ok(tries < 200, `${address} is still served after 20 s`);
      await delay(100);
    }
  });
}

test('SIGTERM ends a run that waits, with the code of the signal', async () => {
  const run = spawn(process.execPath, [main, 'run', probe, '--', 'stderr', 'up', 'sleep', '60000'], {
    cwd: workspace(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const text of run.stderr) if (String(text).includes('up')) break;
  run.kill('SIGTERM');
  const [code, signal] = (await once(run, 'exit')) as [number | null, string | null];
  assert.ok(signal === 'SIGTERM' || code === 143);
});

function readTrace(folder: string): TraceEvent[] {
  const lines = readFileSync(path.join(folder, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TraceEvent);
}

async function listens(address: string): Promise<boolean> {
  const [host = '', port] = address.split(':');
  const socket = connect(Number(port), host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
