import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../backends/address.ts';
import { main, slight } from './testing.ts';

const keyvalue = path.join(import.meta.dirname, '../../../.cache/guests/c-keyvalue-0.5.wasm');
const folders: string[] = [];

function workspace(
  ...declared: readonly (readonly [resource: string, name: string, configs?: string])[]
): string {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-up-'));
  folders.push(cwd);
  const blocks = declared.map(
    ([resource, name, configs = '']) =>
      `[[capability]]\nresource = "${resource}"\nname = "${name}"\n${configs && `[capability.configs]\n${configs}\n`}`,
  );
  writeFileSync(path.join(cwd, 'slightfile.toml'), `specversion = "0.2"\n${blocks.join('')}`);
  return cwd;
}

afterEach(() => {
  for (const cwd of folders.splice(0)) {
    slight(['down'], { cwd });
    rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
  }
});

const up = (cwd: string, ...args: string[]) => slight(['up', '--backends', 'local', ...args], { cwd });

test('a server is brought up, told in a line, and stays through runs until down', async () => {
  const cwd = workspace(
    ['keyvalue.redis', 'orders'],
    ['keyvalue.redis', 'pets'],
    ['keyvalue.filesystem', 'notes'],
  );
  const { code, stdout, stderr } = up(cwd);
  assert.equal(stderr, 'slight  starting redis-server\n');
  const address = /^keyvalue\.redis → a local server on (127\.0\.0\.1:\d+)\n$/.exec(stdout)?.[1] ?? '';
  assert.notEqual(address, '', stdout);
  assert.equal(code, 0);
  assert.ok(await listens(address));

  // a run that keeps nothing stops what an earlier run kept, and not this
  const run = slight(['run', '--backends', 'local', keyvalue, '--', 'orders', 'set', 'a', 'one'], { cwd });
  assert.match(run.stderr, new RegExp(`orders → keyvalue\\.redis, a local server on ${address}\n`));
  slight(['run', '--backends', 'embedded', keyvalue, '--', 'orders', 'get', 'a'], { cwd });
  assert.ok(await listens(address));
  assert.match(
    up(cwd).stdout,
    new RegExp(`on ${address}\n  Redis already runs: it was started earlier for this workspace\\.\n$`),
  );

  const down = slight(['down'], { cwd });
  assert.equal(down.stdout, `Redis, a local server on ${address}, is stopped\n`);
  assert.equal(down.code, 0);
  assert.ok(!(await listens(address)));
  assert.equal(slight(['down'], { cwd }).stdout, 'No server runs for slightfile.toml.\n');

  // its data stayed
  const later = slight(['run', '--backends', 'local', keyvalue, '--', 'orders', 'get', 'a'], { cwd });
  assert.match(later.stdout, /get: one\n$/);
});

test('a server whose configs change is started anew, and still stays until down', async () => {
  const port = await freePort();
  const declare = (cwd: string, password: string) =>
    writeFileSync(
      path.join(cwd, 'slightfile.toml'),
      `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n[capability.configs]\nREDIS_ADDRESS = "redis://:${password}@127.0.0.1:${port}"\n`,
    );
  const cwd = workspace();
  declare(cwd, 'one');
  assert.equal(up(cwd).code, 0);
  declare(cwd, 'two');
  const run = slight(['run', '--backends', 'local', keyvalue, '--', 'orders', 'set', 'a', 'one'], { cwd });
  assert.equal(run.code, 0, run.stderr);
  assert.ok(await listens(`127.0.0.1:${port}`));
  assert.match(slight(['down'], { cwd }).stdout, /is stopped\n$/);
  assert.ok(!(await listens(`127.0.0.1:${port}`)));
});

test('an address that can name no server is refused, in the sentence of run', () => {
  const cwd = workspace(['keyvalue.redis', 'orders', 'REDIS_ADDRESS = "redis://localhost:${envvars.PORT}"']);
  const env = { PORT: 'notaport' };
  const sentence =
    'slight: REDIS_ADDRESS is not an address. Write it as redis://host:port, redis://:password@host:port/db, or host:port.\n';
  assert.deepEqual(slight(['up', '--backends', 'local'], { cwd, env }), {
    code: 1,
    stdout: '',
    stderr: sentence,
  });
  const run = slight(['run', keyvalue, '--', 'orders', 'get', 'a'], { cwd, env });
  assert.ok(run.stderr.startsWith(sentence), run.stderr);
});

test('what a variable gives of an address besides host and port is not told', () => {
  const cwd = workspace(['keyvalue.redis', 'orders', 'REDIS_ADDRESS = "${envvars.SECRET}://localhost"']);
  const { stderr } = slight(['up', '--backends', 'local'], { cwd, env: { SECRET: 'hunter2' } });
  assert.match(stderr, /^slight: REDIS_ADDRESS begins with ••••:\/\/, which is not Redis\./);
});

test('down stops what a run kept', async () => {
  const cwd = workspace(['keyvalue.redis', 'orders']);
  const args = ['run', '--backends', 'local', '--keep-backends', keyvalue, '--', 'orders', 'set', 'a', 'one'];
  const address = /on (127\.0\.0\.1:\d+)\n/.exec(slight(args, { cwd }).stderr)?.[1] ?? '';
  assert.ok(await listens(address));
  assert.equal(slight(['-c', path.join(cwd, 'slightfile.toml'), 'down']).code, 0);
  assert.ok(!(await listens(address)));
});

test('a server that a run uses is left to it, and stops with it', async () => {
  const cwd = workspace(['keyvalue.redis', 'orders']);
  const address = /on (127\.0\.0\.1:\d+)\n/.exec(up(cwd).stdout)?.[1] ?? '';
  const spin = path.join(path.dirname(keyvalue), 'c-spin.wasm');
  const run = spawn(process.execPath, [main, 'run', '--backends', 'local', spin], { cwd });
  for await (const text of run.stdout) if (String(text).includes('spinning')) break;
  const { stdout } = slight(['down'], { cwd });
  assert.equal(stdout, `Redis, a local server on ${address}, is used by a run, and stops when that ends\n`);
  assert.ok(await listens(address));
  run.kill('SIGKILL');
  await once(run, 'exit');
  await until(`${address} to be left`, async () => !(await listens(address)));
});

test('only the resources that are named are brought up', () => {
  const cwd = workspace(['keyvalue.redis', 'orders'], ['keyvalue.azblob', 'pictures']);
  assert.match(up(cwd, 'keyvalue.redis').stdout, /^keyvalue\.redis → a local server on \S+\n$/);
});

test('a resource that is not declared is a mistake, with those that are', () => {
  const { code, stderr } = up(
    workspace(['keyvalue.redis', 'orders'], ['keyvalue.filesystem', 'a']),
    'keyvalue.azblob',
  );
  assert.equal(
    stderr,
    'slight: slightfile.toml declares no keyvalue.azblob that has a server. What has one is keyvalue.redis.\n',
  );
  assert.equal(code, 2);
});

test('a slightfile that needs no server starts none', () => {
  const { code, stdout } = up(workspace(['keyvalue.filesystem', 'notes']));
  assert.equal(stdout, 'slightfile.toml declares nothing that needs a server.\n');
  assert.equal(code, 0);
});

test('what the slightfile gives the address of is left as it is', () => {
  const cwd = workspace(['keyvalue.redis', 'orders', 'REDIS_ADDRESS = "redis://:hunter2@redis.example.com"']);
  const { code, stdout } = slight(['up'], { cwd });
  assert.equal(stdout, 'keyvalue.redis → the server that the slightfile names\n');
  assert.equal(code, 0);
});

test('where no server can be had, the reasons are told and the exit code is 1', () => {
  const cwd = workspace(['keyvalue.redis', 'orders']);
  const { code, stdout } = slight(['up'], {
    cwd,
    env: { PATH: '', DOCKER_HOST: 'unix:///nowhere/docker.sock' },
  });
  assert.equal(
    stdout,
    [
      'No server could be had for keyvalue.redis, so a run uses keyvalue.filesystem:',
      '  The container engine at unix:///nowhere/docker.sock does not answer: there is no such socket.',
      '  redis-server is neither on PATH nor in node_modules/.bin.\n',
    ].join('\n'),
  );
  assert.equal(code, 1);
});

test('a slightfile with errors starts nothing', () => {
  const cwd = workspace(['keyvalue.redis', 'orders', 'REDIS_ADDRESS = 1']);
  const { code, stderr } = up(cwd);
  assert.match(stderr, /slightfile\.toml has an error, so nothing was started\./);
  assert.equal(code, 2);
});

test('Ctrl-C while a server starts leaves none behind, also of those that are up', async () => {
  const cwd = workspace(['keyvalue.redis', 'orders'], ['keyvalue.azblob', 'pictures']);
  const started = path.join(cwd, 'started');
  // a server that never answers
  const script = `#!/bin/sh\necho $$ > ${started}\nexec sleep 60\n`;
  writeFileSync(path.join(cwd, 'azurite-blob'), script, { mode: 0o755 });
  const run = spawn(process.execPath, [main, 'up', '--backends', 'local', '--trace', 'trace.jsonl'], {
    cwd,
    env: { ...process.env, PATH: `${cwd}:${process.env['PATH'] ?? ''}` },
    stdio: 'ignore',
  });
  const server = await until('the one to start', () => Number(textOf(started)));
  const address = await until('the other to be up', () => {
    const ready = traceOf(cwd).find(({ state }) => state === 'ready');
    return ready?.address;
  });
  assert.ok(await listens(address));
  run.kill('SIGINT');
  const [code] = (await once(run, 'exit')) as [number | null];
  assert.equal(code, 130);
  assert.throws(() => process.kill(server, 0), { code: 'ESRCH' });
  assert.ok(!(await listens(address)));
  assert.equal(slight(['down'], { cwd }).stdout, 'No server runs for slightfile.toml.\n');
});

test('an editor is told of each name what serves it', () => {
  const cwd = workspace(['keyvalue.redis', 'orders'], ['keyvalue.redis', 'pets']);
  up(cwd, '--trace', 'trace.jsonl');
  const events = traceOf(cwd);
  const of = (wanted: string) => events.filter(({ state }) => state === wanted).map(({ name }) => name);
  assert.deepEqual(of('ready').sort(), ['orders', 'pets']);
  assert.deepEqual(of('kept').sort(), ['orders', 'pets']);
});

interface Told {
  readonly name: string;
  readonly state: string;
  readonly address?: string;
}

function traceOf(cwd: string): readonly Told[] {
  const lines = textOf(path.join(cwd, 'trace.jsonl')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Told);
}

/** Empty where the file is not there. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await ask();
    if (answer) return answer;
    await delay(100);
  }
  throw new Error(`waited in vain for ${what}`);
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
