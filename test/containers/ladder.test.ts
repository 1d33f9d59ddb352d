import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { freePort } from '@slight/runtime/backends/address.ts';
import { backend as redis } from '@slight/runtime/backends/servers/redis.ts';
import { azuriteCase, redisCase, workspace } from './run.ts';

for (const { id, request } of [redisCase, azuriteCase]) {
  test(`${id}: with no engine and no program there is the stand-in, with both reasons`, async () => {
    await using space = await workspace();
    await using ladder = space.ladder({
      workspace: '/nowhere',
      environment: { DOCKER_HOST: 'unix:///nowhere/docker.sock', PATH: '' },
    });
    const { reasons, ...step } = await ladder.climb(request);
    assert.deepEqual(step, { rung: 'embedded', resource: 'keyvalue.filesystem', configs: {} });
    assert.deepEqual(reasons, [
      'The container engine at unix:///nowhere/docker.sock does not answer: there is no such socket.',
      `${id === 'redis' ? 'redis-server' : 'azurite-blob'} is neither on PATH nor in node_modules/.bin.`,
    ]);
  });
}

test('an engine that hangs is given up after 3 seconds', async () => {
  await using space = await workspace();
  await using hung = await listening(() => undefined);
  const start = performance.now();
  await using ladder = space.ladder({
    environment: { ...process.env, DOCKER_HOST: `tcp://127.0.0.1:${hung.port}` },
  });
  const step = await ladder.climb(redisCase.request);
  const took = performance.now() - start;
  assert.equal(step.rung, 'local');
  assert.deepEqual(step.reasons, [
    `The container engine at tcp://127.0.0.1:${hung.port} did not answer within 3 seconds.`,
  ]);
  assert.ok(took >= 2_900, `it waited ${took} ms`);
});

test('an engine on another machine is not used, since its ports are not here', async () => {
  await using space = await workspace();
  await using ladder = space.ladder({ environment: { ...process.env, DOCKER_HOST: 'tcp://192.0.2.1:2375' } });
  const { rung, reasons } = await ladder.climb(redisCase.request);
  assert.equal(rung, 'local');
  assert.match(reasons.join(' '), /tcp:\/\/192\.0\.2\.1:2375 is not on this machine/);
});

test('a server that listens at the local address is used as it is', async () => {
  await using space = await workspace();
  await using other = await listening((socket) => socket.destroy());
  await using ladder = space.ladder();
  const request = redisCase.named(other.port);
  const step = await ladder.climb(request);
  assert.deepEqual(step, {
    rung: 'given',
    resource: 'keyvalue.redis',
    configs: request.configs,
    address: `127.0.0.1:${other.port}`,
    reasons: [`A server already listens at 127.0.0.1:${other.port}.`],
  });
  assert.ok(!ladder.holds);
});

const elsewhere: readonly Readonly<Record<string, string>>[] = [
  { REDIS_ADDRESS: 'redis://:secret@redis.example.com:6379' },
  { REDIS_ADDRESS: 'rediss://192.0.2.1' },
  { REDIS_ADDRESS: 'redis.example.com:6379' },
  { REDIS_ADDRESS: 'redis://127.0.0.1.example.com' },
  { AZURE_STORAGE_ACCOUNT: 'shop', AZURE_STORAGE_KEY: 'a2V5' },
  {
    AZURE_STORAGE_ENDPOINT: 'https://shop.blob.core.windows.net',
    AZURE_STORAGE_ACCOUNT: 'shop',
    AZURE_STORAGE_KEY: 'a2V5',
  },
];

for (const configs of elsewhere) {
  for (const choice of ['auto', 'embedded', 'container'] as const) {
    test(`${Object.values(configs)[0] ?? ''} with ${choice} is used as it is`, async () => {
      await using space = await workspace();
      await using ladder = space.ladder({ choice });
      const resource = 'REDIS_ADDRESS' in configs ? 'keyvalue.redis' : 'keyvalue.azblob';
      const step = await ladder.climb({ resource, name: 'pets', configs });
      assert.deepEqual(step, {
        rung: 'given',
        resource,
        configs,
        reasons: ['It is used as the slightfile names it.'],
      });
      assert.ok(!JSON.stringify(ladder.events).includes('secret'));
    });
  }
}

test('a choice that cannot be met is a mistake, in a sentence with the reason', async () => {
  await using space = await workspace();
  await using ladder = space.ladder({ choice: 'container' });
  await assert.rejects(ladder.climb(redisCase.request), {
    name: 'Mistake',
    code: 'backend-unavailable',
    message:
      'keyvalue.redis "pets" cannot have a container: The container engine at unix:///nowhere/docker.sock does not answer: there is no such socket. Leave out --backends container, and something else may serve it.',
  });
});

test('a choice of stand-ins starts nothing', async () => {
  await using space = await workspace();
  await using ladder = space.ladder({ choice: 'embedded' });
  const step = await ladder.climb(redisCase.named(await freePort()));
  assert.deepEqual([step.rung, step.resource, step.configs], ['embedded', 'keyvalue.filesystem', {}]);
});

test('TLS at a local address is nothing that a server of ours has', async () => {
  await using space = await workspace();
  await using ladder = space.ladder();
  const configs = { REDIS_ADDRESS: `rediss://127.0.0.1:${await freePort()}` };
  const step = await ladder.climb({ ...redisCase.request, configs });
  assert.equal(step.rung, 'embedded');
  assert.match(step.reasons.join(' '), /^Nobody listens at .*, and a Redis that Slight starts has no TLS\.$/);
});

test('localhost is 127.0.0.1, and ::1 is itself', async () => {
  await using space = await workspace();
  await using ladder = space.ladder();
  for (const host of ['localhost', '[::1]']) {
    const port = await freePort();
    const configs = { REDIS_ADDRESS: `redis://${host}:${port}` };
    const step = await ladder.climb({ ...redisCase.request, configs });
    assert.deepEqual([step.rung, step.configs], ['local', configs]);
    await redisCase.put(step, host);
    assert.equal(await redisCase.get(step), host);
  }
});

test('addresses that differ have servers that differ', async () => {
  await using space = await workspace();
  await using ladder = space.ladder();
  const requests = [redisCase.request, redisCase.named(await freePort()), redisCase.named(await freePort())];
  const steps = await Promise.all(requests.map((request) => ladder.climb(request)));
  assert.equal(new Set(steps.map(({ address }) => address)).size, 3);
});

test('a port that is taken while the local server starts: what listens there is used', async () => {
  await using space = await workspace();
  const port = await freePort();
  const other = createServer((socket) => socket.destroy());
  await using ladder = space.ladder({
    choice: 'local',
    // between our look at the port and the server's own
    onEvent: ({ message }) => {
      if (message === 'starting redis-server') other.listen(port, '127.0.0.1');
    },
  });
  const step = await ladder.climb(redisCase.named(port));
  await closing(other);
  assert.equal(step.rung, 'given');
  assert.equal(step.reasons.at(-1), `A server began to listen meanwhile at 127.0.0.1:${port}.`);
});

test('a server that ends at once: the reason has the last line of its log, and no secret', async () => {
  await using space = await workspace();
  const secret = 'a2V5IG9mIGFubg==';
  const local = {
    command: 'sh',
    listening: /never/,
    emptyBytes: 0,
    launch: () => ({
      arguments: ['-c', `echo starting; echo "bad key ${secret}" >&2; exit 3`],
      secrets: [secret],
    }),
  };
  await using ladder = space.ladder({ backendOf: () => Promise.resolve({ ...redis, local }) });
  const step = await ladder.climb(redisCase.request);
  assert.equal(step.rung, 'embedded');
  assert.match(step.reasons[1] ?? '', /^sh at 127\.0\.0\.1:\d+ ended with exit code 3: bad key ••••\.$/);
});

test('a password is in no argument, and in no file but a hash of it', () => {
  const launch = redis.local?.launch(
    { host: '127.0.0.1', port: 1 },
    { data: '/data', settings: '/settings' },
    redisCase.named(1).configs,
  );
  assert.deepEqual(launch?.arguments, ['/settings/redis.conf']);
  const input = launch.files?.['redis.conf'] ?? '';
  assert.match(input, /^user ann on #[0-9a-f]{64} /m);
  assert.doesNotMatch(input, /s@cret|s%40cret/);
});

test('when the credentials change, an idle server starts anew with them', async () => {
  await using space = await workspace();
  const port = await freePort();
  const request = (password: string) => ({
    ...redisCase.request,
    configs: { REDIS_ADDRESS: `redis://:${password}@127.0.0.1:${port}` },
  });
  {
    await using ladder = space.ladder({ keep: true });
    await redisCase.put(await ladder.climb(request('old')), 'value');
  }
  await using ladder = space.ladder();
  assert.equal(await redisCase.get(await ladder.climb(request('new'))), 'value');
});

test('a server that runs for another run on another rung is no answer to a choice', async () => {
  await using space = await workspace();
  await using first = space.ladder({ choice: 'local' });
  await first.climb(redisCase.request);
  await using second = space.ladder({ choice: 'container' });
  await assert.rejects(second.climb(redisCase.request), /already runs as a local server for another run/);
});

test('a resource without a backend is given', async () => {
  await using space = await workspace();
  await using ladder = space.ladder();
  const request = { resource: 'keyvalue.filesystem', name: 'pets', configs: {} };
  const { rung, reasons } = await ladder.climb(request);
  assert.deepEqual([rung, reasons], ['given', []]);
});

test('a program of the workspace is found from a folder below', async () => {
  await using space = await workspace();
  await using ladder = space.ladder({ workspace: path.join(space.folder, 'apps/shop'), choice: 'local' });
  assert.equal((await ladder.climb(azuriteCase.request)).rung, 'local');
});

async function listening(onSocket: (socket: Socket) => unknown): Promise<AsyncDisposable & { port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await closing(server);
    },
  };
}

function closing(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
