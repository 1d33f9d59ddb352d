import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostInterface } from './hosts/host.ts';
import { WitError } from './hosts/host.ts';
import type { TraceEvent } from './trace.ts';
import { createTrace, traced } from './tracing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

class Bucket {
  readonly open = true;
}

function keyvalue(name: string, get: (bucket: Bucket, key: string) => unknown): HostInterface {
  return {
    name,
    functions: {
      '[static]keyvalue.open': () => new Bucket(),
      '[method]keyvalue.get': get,
      '[resource-drop]keyvalue': () => undefined,
    },
  };
}

/** Opens "orders", gets the key "a" and gives the events, without what differs from run to run. */
async function eventsOf(host: HostInterface): Promise<object[]> {
  const events: TraceEvent[] = [];
  const [wrapped] = traced([host], createTrace([(event) => events.push(event)]));
  const call = async (name: string, ...args: unknown[]) =>
    (wrapped?.functions[name] as (...args: unknown[]) => Promise<unknown>)(...args);
  const bucket = await call('[static]keyvalue.open', 'orders');
  await call('[method]keyvalue.get', bucket, 'a').catch(() => undefined);
  await call('[resource-drop]keyvalue', bucket);
  return events.map(({ time, ...event }) => {
    assert.ok(Math.abs(time - Date.now()) < 60_000);
    if ('duration' in event) assert.ok((event.duration ?? -1) >= 0);
    return { ...event, ...('duration' in event && { duration: 0 }) };
  });
}

test('every call is an event with its bucket, arguments and result', async () => {
  const events = await eventsOf(keyvalue('keyvalue', () => bytes('one')));
  const shared = { interface: 'keyvalue' };
  assert.deepEqual(events, [
    { seq: 1, type: 'call', call: 1, ...shared, function: '[static]keyvalue.open', arguments: ['orders'] },
    { seq: 2, type: 'return', call: 1, duration: 0, result: 'bucket' },
    {
      seq: 3,
      type: 'call',
      call: 2,
      ...shared,
      function: '[method]keyvalue.get',
      name: 'orders',
      arguments: ['a'],
    },
    { seq: 4, type: 'return', call: 2, duration: 0, result: { size: 3, text: 'one' } },
  ]);
});

test('a failure is an event with the case of the WIT', async () => {
  const events = await eventsOf(
    keyvalue('keyvalue', () => {
      throw new WitError({ tag: 'key-not-found', val: 'a' }, 'there is no key a');
    }),
  );
  assert.deepEqual(events.at(-1), {
    seq: 4,
    type: 'error',
    call: 2,
    duration: 0,
    case: 'key-not-found',
    message: 'there is no key a',
  });
});

for (const name of ['configs', 'spiderlightning:configs/configs@0.6.0', 'wasi:config/store@0.2.0-rc.1']) {
  test(`what ${name} gives is masked`, async () => {
    const text = JSON.stringify(await eventsOf(keyvalue(name, () => bytes('hunter2'))));
    assert.ok(!text.includes('hunter2'));
    assert.ok(text.includes('••••'));
  });
}

test('without a sink, the hosts are left as they are', () => {
  const hosts = [keyvalue('keyvalue', () => undefined)];
  assert.equal(traced(hosts, createTrace([])), hosts);
});
