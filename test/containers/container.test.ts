import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@slight/runtime/backends/address.ts';
import { engineAt } from '@slight/runtime/backends/engine.ts';
import { backend as redis } from '@slight/runtime/backends/servers/redis.ts';
import { startEngine } from './engine.ts';
import type { TestEngine } from './engine.ts';
import { azuriteCase, containersOf, redisCase, workspace } from './run.ts';
import { testRung, testSharing } from './suite.ts';

let engine: TestEngine | undefined;
const host = () => engine?.host ?? assert.fail('the engine is not up');

before(async () => (engine = await startEngine()));
after(() => engine?.[Symbol.asyncDispose]());

testRung('container', redisCase, host);
testSharing('container', redisCase, host);
testRung('container', azuriteCase, host);

test('with an engine, a container is the first choice', async () => {
  await using space = await workspace(host());
  await using ladder = space.ladder();
  const step = await ladder.climb(redisCase.request);
  assert.deepEqual([step.rung, step.reasons, step.image], ['container', [], redis.container.image]);
  const messages = ladder.events.map(({ state, message }) => message ?? state);
  assert.deepEqual(messages, ['starting a container']);
});

test('the container and its volume are named and labelled after the workspace', async () => {
  await using space = await workspace(host());
  await using ladder = space.ladder();
  await ladder.climb(redisCase.request);
  const names = await containersOf(space.folder, host());
  assert.match(names.join(' '), /^slight-slight-ladder-\w+-[0-9a-f]{8}-redis$/);
  const answer = await engineAt(host(), process.env).call('GET', `/containers/${names[0] ?? ''}/json`, {
    signal: AbortSignal.timeout(5_000),
  });
  const { Config, Mounts } = JSON.parse(answer) as {
    Config: { Labels: Record<string, string> };
    Mounts: { Name: string; Destination: string }[];
  };
  assert.equal(Config.Labels['dev.slight.workspace'], space.folder);
  assert.deepEqual(
    Mounts.map(({ Name, Destination }) => [Name, Destination]),
    [[names[0], '/data']],
  );
});

test('an image that cannot be pulled: the next rung, and the reason', async () => {
  await using space = await workspace(host());
  const image = '127.0.0.1:9/nowhere/redis:1';
  await using ladder = space.ladder({
    backendOf: () => Promise.resolve({ ...redis, container: { ...redis.container, image } }),
  });
  const step = await ladder.climb(redisCase.request);
  assert.equal(step.rung, 'local');
  assert.match(
    step.reasons.join(' '),
    /^The image 127\.0\.0\.1:9\/nowhere\/redis:1 cannot be pulled: .*refused/,
  );
  assert.ok(ladder.events.some(({ message, progress }) => message === `pulling ${image}` && progress === 0));
});

test('a server that ends at once in its container: the next rung, and the last line of its log', async () => {
  await using space = await workspace(host());
  const launch = () => ({ command: ['redis-server', '--no-such-option'], secrets: [] });
  const backend = { ...redis, container: { ...redis.container, launch } };
  await using ladder = space.ladder({ backendOf: () => Promise.resolve(backend) });
  const step = await ladder.climb(redisCase.request);
  assert.equal(step.rung, 'local');
  assert.match(step.reasons.join(' '), /^The container ended at once: .*Bad directive/);
  assert.deepEqual(await containersOf(space.folder, host()), []);
});

test('a port that is taken while the container starts: what listens there is used', async () => {
  await using space = await workspace(host());
  const server = createServer((socket) => socket.destroy());
  const port = await freePort();
  const request = redisCase.named(port);
  await using ladder = space.ladder({
    onEvent: ({ message }) => {
      if (message === 'starting a container') server.listen(port, '127.0.0.1');
    },
  });
  const step = await ladder.climb(request);
  server.close();
  assert.equal(step.rung, 'given');
  assert.deepEqual(step.configs, request.configs);
  assert.match(step.reasons.join(' '), /A server began to listen meanwhile at 127\.0\.0\.1:\d+\.$/);
  assert.deepEqual(await containersOf(space.folder, host()), []);
});

test('a start that is stopped leaves no half of a store, and what a store had stays', async () => {
  await using space = await workspace(host());
  const silent = { ...redis, ready: () => Promise.resolve(false) };
  const stopped = async () => {
    const stop = new AbortController();
    const reason = new Error('stopped by the test');
    await using ladder = space.ladder({
      choice: 'container',
      signal: stop.signal,
      backendOf: () => Promise.resolve(silent),
    });
    const refused = assert.rejects(ladder.climb(redisCase.request), reason);
    while ((await containersOf(space.folder, host())).length === 0) await sleep(10);
    stop.abort(reason);
    await refused;
  };
  await stopped();
  assert.deepEqual(await volumesOf(space.folder), []);
  {
    await using ladder = space.ladder({ choice: 'container' });
    await redisCase.put(await ladder.climb(redisCase.request), 'kept');
  }
  await stopped();
  assert.equal((await volumesOf(space.folder)).length, 1);
  await using ladder = space.ladder({ choice: 'container' });
  assert.equal(await redisCase.get(await ladder.climb(redisCase.request)), 'kept');
});

test('a container whose state was deleted does not hinder the next run', async () => {
  await using space = await workspace(host());
  const killed = await space.climber({ choice: 'container', requests: [redisCase.request] });
  await killed.end('SIGKILL');
  await rm(space.stateDir, { recursive: true });
  {
    await using ladder = space.ladder({ choice: 'container' });
    await ladder.climb(redisCase.request);
    assert.equal((await containersOf(space.folder, host())).length, 1);
  }
  assert.deepEqual(await containersOf(space.folder, host()), []);
});

/** The names of a workspace's volumes. */
async function volumesOf(folder: string): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`dev.slight.workspace=${folder}`] }));
  const answer = await engineAt(host(), process.env).call('GET', `/volumes?filters=${filters}`, {
    signal: AbortSignal.timeout(5_000),
  });
  return ((JSON.parse(answer) as { Volumes: { Name: string }[] | null }).Volumes ?? []).map(
    ({ Name }) => Name,
  );
}
