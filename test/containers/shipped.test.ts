/** Containers as the built command starts them: how its bundle of testcontainers does is seen only there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { shipped } from '../shipped.ts';
import { startEngine } from './engine.ts';
import type { TestEngine } from './engine.ts';
import { containersOf } from './run.ts';

const program = shipped('slight.mjs');
const guest = path.join(import.meta.dirname, '../../.cache/guests/c-keyvalue-0.5.wasm');
const set = ['run', guest, '--', 'orders', 'set', 'a', 'one'];
const get = ['run', guest, '--', 'orders', 'get', 'a'];

let engine: TestEngine | undefined;
const host = () => engine?.host ?? assert.fail('the engine is not up');

before(async () => (engine = await startEngine()));
after(() => engine?.[Symbol.asyncDispose]());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder whose slightfile wants a Redis, and the built command in it. */
async function workspace(dockerHost: string) {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-shipped-'));
  await writeFile(
    path.join(folder.path, 'slightfile.toml'),
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
  );
  const slight = async (...args: readonly string[]): Promise<Ended> => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder.path,
      env: { ...process.env, NO_COLOR: '1', DOCKER_HOST: dockerHost },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [[code], stdout, stderr] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      text(child.stdout),
      text(child.stderr),
    ]);
    return { code, stdout, stderr };
  };
  return {
    folder: folder.path,
    slight,
    async [Symbol.asyncDispose]() {
      await slight('down');
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** An engine's socket, behind which there is something else. */
async function answering(listener: RequestListener): Promise<AsyncDisposable & { readonly host: string }> {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-engine-like-'));
  const socket = path.join(folder.path, 'docker.sock');
  const server = createServer(listener).listen(socket);
  await once(server, 'listening');
  return {
    host: `unix://${socket}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('a run starts a container, uses it and stops it, and the next one has what was written', async () => {
  await using space = await workspace(host());
  const run = await space.slight(...set);
  assert.match(run.stderr, /orders → keyvalue\.redis, a container on 127\.0\.0\.1:\d+\n$/);
  assert.equal(run.code, 0);
  assert.deepEqual(await containersOf(space.folder, host()), []);
  assert.match((await space.slight(...get)).stdout, /get: one\n$/);
});

test('up starts a container that a run uses, and down stops it', async () => {
  await using space = await workspace(host());
  const up = await space.slight('up');
  const address = /^keyvalue\.redis → a container on (127\.0\.0\.1:\d+)\n$/.exec(up.stdout)?.[1];
  assert.ok(address, up.stdout + up.stderr);
  const run = await space.slight(...set);
  assert.match(run.stderr, new RegExp(`, a container on ${address}\n`));
  const down = await space.slight('down');
  assert.equal(down.stdout, `Redis, a container on ${address}, is stopped\n`);
  assert.deepEqual(await containersOf(space.folder, host()), []);
});

const broken: Readonly<Record<string, [listener: RequestListener, reason: RegExp]>> = {
  'speaks no HTTP': [
    ({ socket }) => socket.end('gibberish\r\n\r\n'),
    /The container engine at unix:\S+ cannot be used: what answers there is no container engine\./,
  ],
  'has an error for everything': [
    (_, response) => response.writeHead(500).end('{"message":"no space left on device"}'),
    /The container engine at unix:\S+ cannot be used: it says no space left on device\./,
  ],
  'cannot pull': [
    ({ url = '' }, response) => {
      if (url.endsWith('/_ping')) response.end('OK');
      else
        response.writeHead(url.includes('/create') ? 500 : 404).end('{"message":"no route to the registry"}');
    },
    /The image \S+ cannot be pulled: no route to the registry/,
  ],
  'is of no use to testcontainers': [
    ({ url = '' }, response) =>
      /\/_ping$|^\/images\/.*\/json$/.test(url) ? response.end('OK') : response.writeHead(500).end('{}'),
    /The container engine at unix:\S+ cannot be used: \S/,
  ],
};

for (const [what, [listener, reason]] of Object.entries(broken)) {
  test(`an engine that ${what}: the next rung, and the reason`, async () => {
    await using fake = await answering(listener);
    await using space = await workspace(fake.host);
    const { code, stderr } = await space.slight(...set);
    assert.match(stderr, /orders → keyvalue\.redis, a local server on 127\.0\.0\.1:\d+\n/);
    assert.match(stderr, reason);
    assert.doesNotMatch(stderr, /bug in slight|\bat .*:\d+:\d+/);
    assert.equal(code, 0);
  });
}
