/** A run that begins with an empty store, in a workspace that has data of the same resource elsewhere. */
import assert from 'node:assert/strict';
import { readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '@slight/runtime/backends/address.ts';
import type { RungChoice } from '@slight/runtime/backends/climb.ts';
import { fakeEngine } from './fake-engine.ts';
import type { FakeEngine } from './fake-engine.ts';
import { azuriteCase, redisCase, workspace } from './run.ts';
import type { Case, Workspace } from './run.ts';

// one for all, since testcontainers keeps to the first engine that it has seen
let started: FakeEngine | undefined;
before(async () => (started = await fakeEngine()));
after(() => started?.[Symbol.asyncDispose]());

function theEngine(): FakeEngine {
  const engine = started ?? assert.fail('the engine is not up');
  engine.fault = () => undefined;
  return engine;
}

const empty = { folder: '/data/keyvalue/pets', holdsData: () => false };
const full = { folder: '/data/keyvalue/pets', holdsData: () => true };

/** What is told last when a run climbs. */
async function told(space: Workspace, choice: RungChoice, request = redisCase.request, standIn = empty) {
  await using ladder = space.ladder({ choice });
  return (await ladder.climb({ ...request, standIn })).reasons.at(-1);
}

async function stored(space: Workspace, { request, put }: Case, choice: RungChoice = 'local') {
  await using ladder = space.ladder({ choice });
  const step = await ladder.climb(request);
  await put(step, 'stored');
}

for (const one of [redisCase, azuriteCase]) {
  test(`${one.id}: the stand-in is empty, and a local server has data`, async () => {
    await using space = await workspace();
    assert.equal(await told(space, 'embedded', one.request), 'The run was asked for stand-ins.');
    {
      // a server that was never written to has none
      await using ladder = space.ladder({ choice: 'local' });
      await ladder.climb(one.request);
    }
    assert.equal(await told(space, 'embedded', one.request), 'The run was asked for stand-ins.');
    await stored(space, one);
    assert.equal(
      await told(space, 'embedded', one.request),
      `It begins without what earlier runs of this workspace stored, which is in ${space.stateDir}/${one.id}/data: with --backends local it is there again.`,
    );
    assert.equal(await told(space, 'embedded', one.request, full), 'The run was asked for stand-ins.');
  });
}

test('the local server is empty, and the stand-in has data', async () => {
  await using space = await workspace();
  assert.equal(
    await told(space, 'local', redisCase.request, full),
    'It begins without what earlier runs of this workspace stored, which is in /data/keyvalue/pets: with --backends embedded it is there again.',
  );
  await stored(space, redisCase);
  assert.equal(await told(space, 'local', redisCase.request, full), undefined);
});

test('the engine is off, and its volume has the data', async () => {
  const engine = theEngine();
  await using space = await workspace(engine.host);
  assert.equal(await told(space, 'container'), undefined);
  engine.fault = () => (_, response) => response.writeHead(500).end();
  assert.match(
    (await told(space, 'auto')) ?? '',
    /^It begins without what earlier runs of this workspace stored, which is in the volume slight-\S+-redis of the container engine at unix:\S+docker\.sock: it is there again when a container can be started\.$/,
  );
});

test('the folder is renamed: a new volume, and the old one is named', async () => {
  const engine = theEngine();
  await using space = await workspace(engine.host);
  await told(space, 'container');
  const moved = `${space.folder}-moved`;
  await rename(space.folder, moved);
  try {
    await using ladder = space.ladder({
      choice: 'container',
      stateDir: path.join(moved, '.slight/backends'),
      workspace: moved,
    });
    engine.fault = (what) =>
      what === 'GET /volumes/ID' ? (_, response) => response.writeHead(404).end() : undefined;
    assert.match(
      (await ladder.climb(redisCase.request)).reasons.at(-1) ?? '',
      /which is in the volume slight-\S+ of .*: it is there again when this folder has the name and the place that it had then\.$/,
    );
  } finally {
    await rename(moved, space.folder);
  }
});

test('a damaged file of the local server: the stand-in, why, and where the data is', async () => {
  await using space = await workspace();
  await stored(space, redisCase);
  const folder = path.join(space.stateDir, 'redis/data/appendonlydir');
  const file = (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? assert.fail();
  await writeFile(path.join(folder, file), 'x'.repeat(500));
  await using ladder = space.ladder();
  const { rung, reasons } = await ladder.climb({ ...redisCase.request, standIn: empty });
  assert.equal(rung, 'embedded');
  assert.match(reasons[1] ?? '', /^redis-server at \S+ ended with exit code 1: .*(AOF|append only)/i);
  assert.equal(
    reasons[2],
    `It begins without what earlier runs of this workspace stored, which is in ${space.stateDir}/redis/data: it is there again when the local server can be started.`,
  );
});

test('the slightfile names an address now: a new server, and the old one’s folder is told', async () => {
  await using space = await workspace();
  await stored(space, redisCase);
  assert.match(
    (await told(space, 'local', redisCase.named(await freePort()))) ?? '',
    /which is in \S+\/\.slight\/backends\/redis: it is there again when the slightfile gives the address that it gave then/,
  );
});
