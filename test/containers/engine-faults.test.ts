/** Whatever an engine or its client do, the ladder goes on, and says why in a sentence. */
import assert from 'node:assert/strict';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { containerRung } from '@slight/runtime/backends/container.ts';
import { patience } from '@slight/runtime/backends/patience.ts';
import type { Patience } from '@slight/runtime/backends/patience.ts';
import { backend as redis } from '@slight/runtime/backends/servers/redis.ts';
import type { Attempt } from '@slight/runtime/backends/rung.ts';
import { serverFolder } from '@slight/runtime/backends/server-folder.ts';
import { fakeEngine } from './fake-engine.ts';
import type { Fault, FakeEngine } from './fake-engine.ts';

const faults: Readonly<Record<string, Fault>> = {
  refuses: (_, response) => response.writeHead(500).end('{"message": "no space left on device"}'),
  'answers nonsense': (_, response) => response.end('<html>It works!</html>'),
  'answers nothing': (_, response) => response.end(),
  'hangs up': ({ socket }) => socket.destroy(),
  'dies in the middle of its answer': ({ socket }, response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"Id"', () => socket.destroy());
  },
  'answers without an end': (_, response) => {
    const more = Buffer.alloc(2 ** 20, 'x');
    const write = () => {
      if (!response.destroyed) response.write(more, write);
    };
    write();
  },
  hangs: () => undefined,
};

test('an engine that fails at any one thing that it is asked is given up, with a sentence', async (t) => {
  await using engine = await fakeEngine();
  const good = await attempt(engine, patience);
  assert.equal(good.kind, 'started', JSON.stringify(good));
  const asked = engine.asked.map((what, index) => ({
    what,
    count: engine.asked.slice(0, index + 1).filter((one) => one === what).length,
  }));
  assert.ok(asked.length >= 10);
  for (const { what, count } of asked) {
    for (const [how, fault] of Object.entries(faults)) {
      await t.test(`it ${how} at ${what}, the ${count}.`, async () => {
        engine.asked.length = 0;
        engine.fault = (one, nth) => (one === what && nth === count ? fault : undefined);
        const one = await attempt(engine, impatience);
        engine.fault = () => undefined;
        // some of it does no harm
        if (one.kind === 'started') return;
        assert.match(one.reason, /^[A-Z].*\S\.$/);
        assert.doesNotMatch(one.reason, /undefined|\[object|\n|Unexpected token|string length/);
      });
    }
  }
});

/** Too little for an engine that hangs; where it is too little for one that does not, that is given up as well. */
const impatience: Patience = { answerMs: 300, callMs: 300, startMs: 300, readyMs: 300 };

async function attempt(engine: FakeEngine, limits: Patience): Promise<Attempt> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'slight-engine-faults-'));
  const environment = { DOCKER_HOST: engine.host, HOME: folder.path };
  const signal = AbortSignal.timeout(60_000);
  return await containerRung(
    environment,
    signal,
    limits,
  )({
    backend: redis,
    configs: {},
    own: undefined,
    bind: undefined,
    folder: serverFolder(folder.path),
    name: 'slight-test',
    workspace: folder.path,
    environment,
    signal,
    progress: () => undefined,
    record: () => Promise.resolve(),
  });
}
