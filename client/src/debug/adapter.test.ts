import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { createAdapter, type Launched } from './adapter.ts';

interface Told {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

/** An adapter of an app that runs until it is ended. */
function start(launch?: () => Promise<Launched>) {
  const told: Told[] = [];
  const ended = Promise.withResolvers<number | undefined>();
  let stops = 0;
  const app: Launched = {
    name: 'hello',
    ended: ended.promise,
    stop() {
      stops += 1;
      return Promise.resolve();
    },
  };
  const adapter = createAdapter((message) => told.push(message), launch ?? (() => Promise.resolve(app)));
  let seq = 0;
  return {
    told,
    end: ended.resolve,
    stops: () => stops,
    async ask(command: string): Promise<Told | undefined> {
      adapter({ seq: ++seq, type: 'request', command } as DebugProtocol.Request);
      await new Promise(setImmediate);
      return told.findLast((one) => one.command === command);
    },
    events: () => told.filter(({ type }) => type === 'event').map(({ event }) => event),
  };
}

test('an app is launched, and its end is the end of the session', async () => {
  const session = start();
  assert.equal((await session.ask('initialize'))?.success, true);
  assert.deepEqual(session.events(), ['initialized']);
  assert.equal((await session.ask('launch'))?.success, true);
  assert.equal((await session.ask('configurationDone'))?.success, true);
  assert.deepEqual((await session.ask('threads'))?.body, { threads: [] });
  session.end(3);
  await new Promise(setImmediate);
  assert.deepEqual(session.events(), ['initialized', 'process', 'exited', 'terminated']);
  assert.deepEqual(session.told.find(({ event }) => event === 'exited')?.body, { exitCode: 3 });
});

for (const command of ['terminate', 'disconnect'])
  test(`${command} stops the app, and is answered when it has ended`, async () => {
    const session = start();
    await session.ask('launch');
    assert.equal(await session.ask(command), undefined, 'a restart would launch it while it still runs');
    assert.equal(session.stops(), 1);
    session.end(0);
    await new Promise(setImmediate);
    assert.equal(session.told.find((one) => one.command === command)?.success, true);
    assert.ok(session.events().includes('terminated'));
  });

test('what cannot be launched says why', async () => {
  const session = start(() => Promise.reject(new Error('There is no slightfile.')));
  const response = await session.ask('launch');
  assert.deepEqual([response?.success, response?.message], [false, 'There is no slightfile.']);
});

test('an unknown request is refused, and ends nothing', async () => {
  const session = start();
  assert.equal((await session.ask('toString'))?.success, false);
  assert.equal((await session.ask('initialize'))?.success, true);
});
