import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { engineAt } from './engine.ts';
import type { Engine } from './engine.ts';
import { requireImage } from './image.ts';

const never = new AbortController().signal;
const environment = { DOCKER_CONFIG: '/nowhere' };

test('an image that is there is not pulled', async () => {
  await using fake = await fakeEngine({ images: ['redis:7-alpine'] });
  await requireImage(fake.engine, 'redis:7-alpine', environment, never, () =>
    assert.fail('nothing is to be pulled'),
  );
  assert.deepEqual(fake.asked, ['GET /images/redis:7-alpine/json']);
});

test('a pull tells how much of the known layers is there', async () => {
  await using fake = await fakeEngine({
    pull: [
      { status: 'Pulling from library/redis', id: '7-alpine' },
      { status: 'Downloading', id: 'a', progressDetail: { current: 25, total: 100 } },
      { status: 'Downloading', id: 'b', progressDetail: { current: 50, total: 200 } },
      { status: 'Download complete', id: 'a', progressDetail: {} },
      { status: 'Download complete', id: 'b' },
    ],
  });
  const fractions: number[] = [];
  await requireImage(fake.engine, 'redis:7-alpine', environment, never, (fraction) =>
    fractions.push(fraction),
  );
  assert.deepEqual(fractions, [0, 0, 0.25, 0.25, 0.5, 1]);
  assert.equal(fake.asked[1], 'POST /images/create?fromImage=redis%3A7-alpine');
});

test('an error in the middle of a pull is an error', async () => {
  const pull = [
    { status: 'Downloading', id: 'a', progressDetail: { current: 1, total: 2 } },
    { error: 'unexpected EOF' },
  ];
  await using fake = await fakeEngine({ pull });
  await assert.rejects(
    requireImage(fake.engine, 'redis:7-alpine', environment, never, () => undefined),
    { message: 'The image redis:7-alpine cannot be pulled: unexpected EOF' },
  );
});

test('a registry that is out of reach is an error with its words', async () => {
  await using fake = await fakeEngine({ refusal: 'dial tcp 192.0.2.1:443: i/o timeout' });
  await assert.rejects(
    requireImage(fake.engine, 'redis:7-alpine', environment, never, () => undefined),
    /^Error: The image redis:7-alpine cannot be pulled: dial tcp 192\.0\.2\.1:443: i\/o timeout$/,
  );
});

test('a registry that wants a login gets it, and what is wrong with it is said', async () => {
  await using fake = await fakeEngine({ refusal: 'pull access denied', login: true });
  const found = { DOCKER_AUTH_CONFIG: '{"auths": {"r.io": {"username": "ann", "password": "hunter2"}}}' };
  await requireImage(fake.engine, 'r.io/redis:1', found, never, () => undefined);
  await assert.rejects(
    requireImage(fake.engine, 'r.io/redis:1', { DOCKER_AUTH_CONFIG: '{' }, never, () => undefined),
    {
      message:
        'The image r.io/redis:1 cannot be pulled: pull access denied. The logins in DOCKER_AUTH_CONFIG cannot be used: it is no JSON.',
    },
  );
});

test('a pull ends when the run is stopped', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  await using fake = await fakeEngine({ pull: [{ id: 'a', status: 'Pulling fs layer' }], hangs: true });
  let lines = 0;
  const pulling = requireImage(fake.engine, 'redis:7-alpine', environment, stop.signal, () => {
    if (++lines === 2) stop.abort(reason);
  });
  await assert.rejects(pulling, reason);
});

interface Fake {
  readonly images?: readonly string[];
  readonly pull?: readonly unknown[];
  readonly hangs?: boolean;
  readonly refusal?: string;
  /** It pulls for those who have logged in. */
  readonly login?: boolean;
}

/** An engine that answers as the Docker Engine API says, without Docker. */
async function fakeEngine({
  images = [],
  pull = [],
  hangs = false,
  refusal,
  login = false,
}: Fake): Promise<AsyncDisposable & { engine: Engine; asked: readonly string[] }> {
  const asked: string[] = [];
  const there = new Set(images);
  const server = http.createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (request.method === 'GET') {
      const isThere = [...there].some((image) => request.url === `/images/${image}/json`);
      response.writeHead(isThere ? 200 : 404).end(isThere ? '{}' : '{"message": "no such image"}');
    } else if (refusal !== undefined && !(login && request.headers['x-registry-auth'] !== undefined)) {
      response.writeHead(500).end(JSON.stringify({ message: refusal }));
    } else {
      response.writeHead(200);
      // lines end anywhere in a packet
      const text = pull.map((line) => JSON.stringify(line) + '\r\n').join('');
      for (let at = 0; at < text.length; at += 7) response.write(text.slice(at, at + 7));
      if (!hangs) response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    engine: engineAt(`tcp://127.0.0.1:${port}`, {}),
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
