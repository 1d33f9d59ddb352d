import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostInterface } from '../hosts/values.ts';
import { WitError } from '../hosts/values.ts';
import { createMasking } from './masking/masking.ts';
import { forms } from './masking/testing/arbitrary.ts';
import type { TraceEvent } from './events.ts';
import { createTrace } from './trace.ts';
import { outputEvents, traced } from './tracing.ts';

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
  const [wrapped] = traced([host], createTrace([{ accept: (event) => events.push(event) }]));
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

test('a call waits until there is room for its events', async () => {
  const steps: string[] = [];
  const room = Promise.withResolvers<undefined>();
  const host = keyvalue('keyvalue', () => steps.push('get'));
  const trace = createTrace([{ accept: ({ type }) => steps.push(type), room: () => room.promise }]);
  const get = traced([host], trace)[0]?.functions['[method]keyvalue.get'];
  const got = (get as (...args: unknown[]) => Promise<unknown>)(new Bucket(), 'a');
  await new Promise(setImmediate);
  assert.deepEqual(steps, []);
  room.resolve(undefined);
  await got;
  assert.deepEqual(steps, ['call', 'get', 'return']);
});

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

test('a call that a host has the guest make, while its own call goes on, has that one as its parent', async () => {
  const events: TraceEvent[] = [];
  const trace = createTrace([{ accept: (event) => events.push(event) }]);
  const turn = () => new Promise(setImmediate);
  const [wrapped] = traced(
    [
      {
        name: 'outer',
        functions: {
          async handle() {
            await turn();
            await (wrapped?.functions['get'] as () => Promise<void>)();
          },
          get: turn,
        },
      },
    ],
    trace,
  );
  const call = (name: string) => (wrapped?.functions[name] as () => Promise<void>)();
  // the second one goes on beside the first, and is not its child
  await Promise.all([call('handle'), call('get')]);
  const calls = events.filter((event) => event.type === 'call');
  assert.deepEqual(
    calls.map(({ function: called, parent }) => [called, parent]),
    [
      ['handle', undefined],
      ['get', undefined],
      ['get', calls[0]?.seq],
    ],
  );
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

/** Events of a run that knows one secret. */
function knowing(secret: string) {
  const events: TraceEvent[] = [];
  const masking = createMasking();
  masking.add(secret);
  const trace = createTrace([{ accept: (event) => events.push(event) }], masking);
  return { events, trace };
}

test('a secret that a guest hands on is masked in every field that it can get into', async () => {
  const secret = 'correct/horse "battery"';
  for (const [name, form] of Object.entries(forms)) {
    const { events, trace } = knowing(secret);
    const said = form(secret);
    const [wrapped] = traced(
      [
        keyvalue('keyvalue', (_bucket, key) => {
          if (key === 'a') return bytes(said);
          throw new WitError({ tag: 'io-error', val: said }, `no ${said}`);
        }),
      ],
      trace,
    );
    const call = async (called: string, ...args: unknown[]) =>
      (wrapped?.functions[called] as (...args: unknown[]) => Promise<unknown>)(...args);
    const bucket = await call('[static]keyvalue.open', said);
    await call('[method]keyvalue.get', bucket, 'a');
    await call('[method]keyvalue.get', bucket, said, bytes(said), [said]).catch(() => undefined);
    await call('[method]keyvalue.get', bucket, `${'x'.repeat(250)}${said}`).catch(() => undefined);
    trace.emit({
      type: 'backend',
      resource: 'keyvalue.redis',
      name: said,
      rung: 'given',
      state: 'failed',
      reasons: [said],
      folder: `/data/${said}`,
    });
    trace.emit({ type: 'exit', code: 134, duration: 1, reason: `The guest panicked: ${said}` });
    const text = JSON.stringify(events);
    for (const part of [
      secret,
      said,
      JSON.stringify(said).slice(1, -1),
      'correct/',
      'battery',
      'Y29ycmVjd',
    ]) {
      assert.ok(!text.includes(part), `${name}: ${part} in ${text}`);
    }
    assert.equal(text.split('••••').length - 1, 14, name);
  }
});

test('what slight itself calls things stays, also where a secret is called the same', async () => {
  const { events, trace } = knowing('keyvalue');
  const [wrapped] = traced([keyvalue('keyvalue', () => bytes('keyvalue'))], trace);
  await (wrapped?.functions['[method]keyvalue.get'] as (...args: unknown[]) => Promise<unknown>)({}, 'a');
  assert.deepEqual(
    events.map((event) =>
      'interface' in event ? [event.interface, event.function] : 'result' in event && event.result,
    ),
    [['keyvalue', '[method]keyvalue.get'], { size: 8, text: '••••' }],
  );
});

test('a secret that a guest prints in pieces is masked, and nothing of what it prints is lost', () => {
  const { events, trace } = knowing('correct-horse');
  const output = outputEvents('stdout', trace);
  for (const piece of ['token=cor', 'rect-h', 'orse\nand ', 'cor']) output.write(bytes(piece));
  output.end();
  assert.deepEqual(
    events.map((event) => (event.type === 'stdout' ? event.text : event.type)),
    ['token=••••\n', 'and cor'],
  );
});

test('without a sink, the hosts are left as they are', () => {
  const hosts = [keyvalue('keyvalue', () => undefined)];
  assert.equal(traced(hosts, createTrace([])), hosts);
});
