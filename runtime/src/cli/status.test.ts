import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { list } from '@slight/text/words.ts';
import { freePort } from '../backends/address.ts';
import { backed, loadBackends } from '../backends/index.ts';
import { main, slight } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');
const folders: string[] = [];

function workspace(text: string): string {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-status-'));
  folders.push(cwd);
  writeFileSync(path.join(cwd, 'slightfile.toml'), `specversion = "0.2"\n${text}`);
  return cwd;
}

function capability(resource: string, name: string, ...configs: readonly string[]): string {
  const table = configs.length > 0 ? `[capability.configs]\n${configs.join('\n')}\n` : '';
  return `[[capability]]\nresource = "${resource}"\nname = "${name}"\n${table}`;
}

afterEach(() => {
  for (const cwd of folders.splice(0)) {
    slight(['down'], { cwd });
    rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
  }
});

interface Told {
  readonly apps: readonly {
    readonly slightfile: string;
    readonly capabilities: readonly { resource: string; name: string }[];
    readonly servers: readonly {
      id: string;
      title: string;
      rung: string;
      address: string;
      log?: string;
      stays: boolean;
      isLost?: boolean;
      owner?: string;
      serves: readonly { resource: string; name: string }[];
    }[];
  }[];
  readonly machine?: {
    readonly containers: { reason?: string };
    readonly programs: readonly { title: string; place?: string; reason?: string }[];
  };
}

const json = (cwd: string, ...args: string[]) =>
  JSON.parse(slight(['status', '--format', 'json', ...args], { cwd }).stdout) as Told;

test('what stays is told, with what it serves, until it is stopped', async () => {
  const port = await freePort();
  const cwd = workspace(
    [
      capability('keyvalue.redis', 'orders'),
      capability('keyvalue.redis', 'carts', `REDIS_ADDRESS = "redis://:hunter2@127.0.0.1:${port}"`),
      capability('keyvalue.redis', 'far', 'REDIS_ADDRESS = "redis://redis.example.com"'),
      capability('keyvalue.filesystem', 'notes'),
    ].join(''),
  );
  assert.deepEqual(slight(['status'], { cwd }), {
    code: 0,
    stdout: 'No server runs for slightfile.toml.\n',
    stderr: '',
  });
  assert.equal(slight(['up', '--backends', 'local'], { cwd }).code, 0);

  const { stdout } = slight(['status'], { cwd });
  const [first = '', second = ''] = stdout.split('\n');
  assert.match(
    first,
    /^slightfile\.toml: Redis, a local server on 127\.0\.0\.1:\d+, serves keyvalue\.redis "orders"; it stays until slight down$/,
  );
  assert.equal(
    second,
    `slightfile.toml: Redis, a local server on 127.0.0.1:${port}, serves keyvalue.redis "carts"; it stays until slight down`,
  );

  const [app] = json(cwd).apps;
  assert.deepEqual(
    app?.capabilities.map(({ name }) => name),
    ['orders', 'carts', 'far', 'notes'],
  );
  assert.deepEqual(
    app.servers.map(({ id, rung, stays, serves }) => [id, rung, stays, serves.map(({ name }) => name)]),
    [
      ['redis', 'local', true, ['orders']],
      [`redis-${port}`, 'local', true, ['carts']],
    ],
  );
  assert.ok(!JSON.stringify(app).includes('hunter2'));
  assert.match(app.servers[0]?.log ?? '', /redis[\\/]log$/);

  slight(['down'], { cwd });
  assert.deepEqual(json(cwd).apps[0]?.servers, []);
});

test('what a run uses is told, and that it does not stay', async () => {
  const cwd = workspace(capability('keyvalue.redis', 'orders'));
  const run = spawn(
    process.execPath,
    [main, 'run', '--backends', 'local', path.join(guests, 'c-spin.wasm')],
    {
      cwd,
    },
  );
  for await (const text of run.stdout) if (String(text).includes('spinning')) break;
  const [server] = json(cwd).apps[0]?.servers ?? [];
  assert.equal(server?.stays, false);
  assert.match(
    slight(['status'], { cwd }).stdout,
    /^slightfile\.toml: Redis, a local server on \S+, serves keyvalue\.redis "orders"\n$/,
  );
  run.kill('SIGINT');
  await once(run, 'exit');
  // a guest that computes ends with its process, and the guard then stops the server
  const deadline = Date.now() + 10_000;
  while (json(cwd).apps[0]?.servers.length !== 0)
    assert.ok(Date.now() < deadline, 'the server is still there');
});

test('what a secret decides is not claimed', () => {
  const cwd = workspace(capability('keyvalue.redis', 'orders'));
  slight(['up', '--backends', 'local'], { cwd });
  writeFileSync(
    path.join(cwd, 'slightfile.toml'),
    `specversion = "0.2"\n${capability('keyvalue.redis', 'orders', 'REDIS_ADDRESS = "${usersecrets.A}"')}`,
  );
  assert.deepEqual(
    json(cwd).apps[0]?.servers.map(({ serves }) => serves),
    [[]],
  );
  assert.match(slight(['status'], { cwd }).stdout, /, runs; it stays until slight down\n$/);
});

test('a server whose record is gone or damaged is told, as down finds it', () => {
  const state = (cwd: string) => path.join(cwd, '.slight/backends/redis/state.json');
  for (const lose of [
    (cwd: string) => rmSync(path.join(cwd, '.slight'), { recursive: true }),
    (cwd: string) => rmSync(state(cwd)),
    (cwd: string) => writeFileSync(state(cwd), ''),
    (cwd: string) => writeFileSync(state(cwd), '{"version":2'),
  ]) {
    const cwd = workspace(capability('keyvalue.redis', 'orders'));
    slight(['up', '--backends', 'local'], { cwd });
    lose(cwd);
    assert.equal(
      slight(['status'], { cwd }).stdout,
      'slightfile.toml: Redis, a local server, runs, and what was written down of it is lost; slight down stops it\n',
    );
    assert.deepEqual(
      json(cwd).apps[0]?.servers.map(({ id, isLost }) => [id, isLost]),
      [['redis', true]],
    );
    assert.equal(slight(['down'], { cwd }).stdout, 'Redis, a local server, is stopped\n');
    assert.equal(slight(['status'], { cwd }).stdout, 'No server runs for slightfile.toml.\n');
  }
});

test('the server of another workspace is told where this one names its address', async () => {
  const port = await freePort();
  const declared = capability('keyvalue.redis', 'orders', `REDIS_ADDRESS = "redis://localhost:${port}"`);
  const [owner, lodger] = [workspace(declared), workspace(declared)];
  for (const cwd of [owner, lodger]) slight(['up', '--backends', 'local'], { cwd });
  assert.equal(
    slight(['status'], { cwd: lodger }).stdout,
    `slightfile.toml: Redis, a local server on 127.0.0.1:${port} of the workspace ${owner}, serves keyvalue.redis "orders"; it stays until slight down there\n`,
  );
  assert.equal(json(owner).apps[0]?.servers[0]?.owner, undefined);
  slight(['down'], { cwd: owner });
  assert.equal(slight(['status'], { cwd: lodger }).stdout, 'No server runs for slightfile.toml.\n');
});

test('down and status of a folder without an app say that there is none', () => {
  const cwd = workspace('');
  rmSync(path.join(cwd, 'slightfile.toml'));
  for (const command of ['down', 'status']) {
    const { code, stdout, stderr } = slight([command], { cwd });
    assert.match(stderr, /^slight: There is no slightfile at slightfile\.toml\./);
    assert.deepEqual([code, stdout], [2, '']);
  }
});

test('what a secret or a variable decided is told of the server that it was brought up for', async () => {
  const [secret, variable] = [await freePort(), await freePort()];
  const cwd = workspace(
    capability('keyvalue.redis', 'orders', 'REDIS_ADDRESS = "${usersecrets.ADDRESS}"') +
      capability('keyvalue.redis', 'pets', 'REDIS_ADDRESS = "redis://localhost:${envvars.PORT}"'),
  );
  const env = { XDG_CONFIG_HOME: cwd };
  slight(['secret', '-k', 'ADDRESS'], { cwd, env, input: `redis://:hunter2@127.0.0.1:${secret}` });
  const up = slight(['up', '--backends', 'local'], { cwd, env: { ...env, PORT: String(variable) } });
  assert.equal(up.code, 0, up.stderr);
  const told = () =>
    new Map(json(cwd).apps[0]?.servers.map(({ id, serves }) => [id, serves.map(({ name }) => name)]));
  assert.deepEqual(
    told(),
    new Map(
      [
        [`redis-${secret}`, ['orders']],
        [`redis-${variable}`, ['pets']],
      ].sort() as [string, string[]][],
    ),
  );
  // what is written now was not there then
  const file = path.join(cwd, 'slightfile.toml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('${usersecrets.ADDRESS}', '${usersecrets.OTHER}'));
  assert.deepEqual(told().get(`redis-${secret}`), []);
});

test('several slightfiles, of which one is not there', () => {
  const cwd = workspace(capability('keyvalue.redis', 'orders'));
  const { code, stdout, stderr } = slight(['status', 'slightfile.toml', 'no.toml'], { cwd });
  assert.equal(stdout, 'No server runs for slightfile.toml.\n');
  assert.match(stderr, /^slight: There is no slightfile at no\.toml\./);
  assert.equal(code, 2);
});

test('where this machine could have servers from', async () => {
  const cwd = workspace('');
  writeFileSync(path.join(cwd, 'redis-server'), '#!/bin/sh\n', { mode: 0o755 });
  const env = { PATH: cwd, DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  const { stdout, code } = slight(['status', '--machine'], { cwd, env });
  const known = await loadBackends();
  assert.deepEqual(stdout.split('\n'), [
    'No server runs for slightfile.toml.',
    'Containers: The container engine at unix:///nowhere/docker.sock does not answer: there is no such socket.',
    ...known.flatMap(({ id, title, local }) => {
      if (!local) return [];
      return id === 'redis'
        ? `Redis as a local server: ${path.join(cwd, 'redis-server')}`
        : `${title} as a local server: ${local.command} is neither on PATH nor in node_modules/.bin.`;
    }),
    '',
  ]);
  assert.equal(code, 0);
  assert.deepEqual(
    json(cwd, '--machine').machine?.programs.map(({ title }) => title),
    known.flatMap(({ title, local }) => (local ? [title] : [])),
  );
});

test('down stops only what listens at the address that is named', async () => {
  const port = await freePort();
  const address = `REDIS_ADDRESS = "redis://127.0.0.1:${port}"`;
  const cwd = workspace(
    capability('keyvalue.redis', 'orders') + capability('keyvalue.redis', 'carts', address),
  );
  slight(['up', '--backends', 'local'], { cwd });
  assert.equal(
    slight(['down', `127.0.0.1:${port}`], { cwd }).stdout,
    `Redis, a local server on 127.0.0.1:${port}, is stopped\n`,
  );
  assert.deepEqual(
    json(cwd).apps[0]?.servers.map(({ id }) => id),
    ['redis'],
  );
});

test('down stops only what serves the resources that are named', () => {
  const cwd = workspace(capability('keyvalue.redis', 'orders'));
  slight(['up', '--backends', 'local'], { cwd });
  assert.equal(
    slight(['down', 'keyvalue.azblob'], { cwd }).stdout,
    'No server runs for keyvalue.azblob of slightfile.toml.\n',
  );
  assert.equal(json(cwd).apps[0]?.servers.length, 1);
  const { stdout, code } = slight(['down', 'kv.redis'], { cwd });
  assert.match(stdout, /^Redis, a local server on \S+, is stopped\n$/);
  assert.equal(code, 0);
  const wrong = slight(['down', 'keyvalue.filesystem'], { cwd });
  assert.equal(
    wrong.stderr,
    `slight: keyvalue.filesystem has no server that slight starts. What has one is ${list(backed.map(({ id }) => id))}.\n`,
  );
  assert.equal(wrong.code, 2);
});
