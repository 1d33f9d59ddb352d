/** Whatever an engine's settings are, the built command goes on, and says why in words that are true. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { shipped } from '../shipped.ts';
import { fakeEngine } from './fake-engine.ts';

const program = shipped('slight.mjs');

/** A folder whose slightfile wants a Redis, which is the user's home as well, and the built command in it. */
async function workspace() {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-settings-'));
  const home = folder.path;
  await writeFile(
    path.join(home, 'slightfile.toml'),
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
  );
  const slight = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: home,
      // no local server, so that there is one outcome
      env: { PATH: '', HOME: home, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'close') as Promise<[number | null]>;
    const [[code], stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, stdout, stderr };
  };
  return { home, slight, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

const settings: Readonly<Record<string, string | undefined>> = {
  empty: '',
  'no JSON': '{"auths": ',
  'no object': 'null',
  'of other types': '{"auths": 5, "credsStore": [], "credHelpers": "x", "currentContext": {}}',
  'a folder': undefined,
};

for (const [what, content] of Object.entries(settings)) {
  test(`Docker's settings that are ${what} do not keep a container from starting`, async () => {
    await using engine = await fakeEngine();
    await using space = await workspace();
    const file = path.join(space.home, '.docker/config.json');
    await mkdir(content === undefined ? file : path.dirname(file), { recursive: true });
    if (content !== undefined) await writeFile(file, content);
    for (const inline of [{}, { DOCKER_AUTH_CONFIG: content ?? ' ' }]) {
      const environment = { DOCKER_HOST: engine.host, ...inline };
      const { stdout, stderr, code } = await space.slight(['up'], environment);
      assert.match(stdout, /^keyvalue\.redis → a container on 127\.0\.0\.1:\d+\n$/, stderr);
      assert.equal(code, 0);
      assert.match((await space.slight(['down'], environment)).stdout, /is stopped\n$/);
    }
  });
}

const refused: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
  [{ DOCKER_HOST: '127.0.0.1:1' }, /DOCKER_HOST is "127\.0\.0\.1:1", which has no scheme: write tcp:/],
  [{ DOCKER_HOST: 'ssh://ann@build' }, /an engine over ssh has its ports on another machine\./],
  [{ DOCKER_HOST: 'tcp://127.0.0.1:1' }, /at tcp:\/\/127\.0\.0\.1:1 does not answer: nobody listens there\./],
  [
    { DOCKER_HOST: 'tcp://ann:hunter2@127.0.0.1:1' },
    /at tcp:\/\/••••@127\.0\.0\.1:1 does not answer: nobody listens there\./,
  ],
  [{ DOCKER_HOST: 'unix:///etc/passwd' }, /at unix:\/\/\/etc\/passwd does not answer: /],
  [{ DOCKER_HOST: 'unix://' }, /No container engine|does not answer|cannot be used/],
  [{ DOCKER_CONTEXT: 'colima' }, /DOCKER_CONTEXT names the context "colima", which Docker does not know\./],
  [
    { DOCKER_HOST: 'tcp://127.0.0.1:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nowhere' },
    /cannot be used: the certificates in DOCKER_CERT_PATH, \/nowhere, cannot be read \(ENOENT\)\./,
  ],
];

for (const [environment, reason] of refused) {
  test(`${Object.entries(environment)
    .map((one) => one.join('='))
    .join(' ')}: the next rung, and why`, async () => {
    await using space = await workspace();
    const { stdout, stderr, code } = await space.slight(['up'], environment);
    assert.match(
      stdout,
      /^No server could be had for keyvalue\.redis, so a run uses keyvalue\.filesystem:\n/,
      stderr,
    );
    assert.match(stdout, reason);
    assert.equal(stderr, '');
    assert.equal(code, 1);
  });
}

test('a stale socket is no reason not to use the next one', async () => {
  await using engine = await fakeEngine();
  await using space = await workspace();
  const stale = path.join(space.home, 'run/docker.sock');
  await mkdir(path.dirname(stale));
  await abandon(stale);
  await mkdir(path.join(space.home, '.docker/run'), { recursive: true });
  await symlink(engine.host.slice('unix://'.length), path.join(space.home, '.docker/run/docker.sock'));
  const environment = { XDG_RUNTIME_DIR: path.dirname(stale) };
  const { stdout, stderr } = await space.slight(['up'], environment);
  // a machine that has Docker has it at the first place
  assert.match(stdout, /^keyvalue\.redis → a container on 127\.0\.0\.1:\d+\n$/, stderr);
  await space.slight(['down'], environment);
});

test('what cannot be stopped is told, with an exit code', async () => {
  await using engine = await fakeEngine();
  await using space = await workspace();
  const environment = { DOCKER_HOST: engine.host };
  await space.slight(['up'], environment);
  engine.fault = (what) =>
    what === 'POST /containers/ID/stop'
      ? (_, response) => response.writeHead(500).end('{"message": "device or resource busy"}')
      : undefined;
  const down = await space.slight(['down'], environment);
  assert.match(
    down.stderr,
    /^slight: Redis, a container on 127\.0\.0\.1:\d+, could not be stopped: device or resource busy\n$/,
  );
  assert.equal(down.code, 1);
  engine.fault = () => undefined;
  assert.match((await space.slight(['down'], environment)).stdout, /is stopped\n$/);
});

test('a run that cannot stop its server says so at its end', async () => {
  await using engine = await fakeEngine();
  await using space = await workspace();
  engine.fault = (what, count) =>
    // once, before there is a container, it does not matter
    what === 'POST /containers/ID/stop' && count > 1
      ? (_, response) => response.writeHead(500).end('{"message": "device or resource busy"}')
      : undefined;
  const guest = path.join(import.meta.dirname, '../../.cache/guests/c-keyvalue-0.5.wasm');
  const environment = { DOCKER_HOST: engine.host };
  const run = await space.slight(['run', guest, '--', 'orders', 'get', 'a'], environment);
  assert.match(
    run.stderr,
    /slight: the container of keyvalue\.redis on 127\.0\.0\.1:\d+ could not be stopped: device or resource busy\. Stop it with slight down\.\n/,
  );
});

/** Leaves a socket's file behind, to which nobody listens, as a killed engine does. */
async function abandon(socket: string): Promise<void> {
  const script = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  await once(spawn(process.execPath, ['-e', script, socket]), 'exit');
}
