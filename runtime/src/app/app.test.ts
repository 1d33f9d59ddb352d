import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { memoryKeyValue } from '../../../test/contract/memory/keyvalue.ts';
import { GuestTrap, InstanceEnded } from '../guest/guest.ts';
import type { Instance } from '../guest/guest.ts';
import { createMasking } from '../trace/masking/masking.ts';
import type { KeyValue } from '../ports/keyvalue.ts';
import { loadProvider } from '../providers/index.ts';
import type { TraceEvent } from '../trace/events.ts';
import { createTrace } from '../trace/trace.ts';
import { traced } from '../trace/tracing.ts';
import { openApp } from './app.ts';
import type { App, AppOptions } from './app.ts';
import type { Stop } from './stop.ts';

const slightfile = 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "store"\n';

/** A guest of each kind that does with a store what its arguments say: test/guests/c/contract.c. */
const guests = { module: 'c-keyvalue-0.5', component: 'c-keyvalue-component' };

function bytesOf(guest: string): Uint8Array {
  return readFileSync(path.join(import.meta.dirname, `../../../.cache/guests/${guest}.wasm`));
}

interface Told {
  readonly opened: string[];
  readonly closed: string[];
  readonly served: string[];
  readonly unserved: string[];
  readonly held: string[];
}

/** An app in a folder of its own, with a store in memory unless `providers` says another. */
async function open(
  t: TestContext,
  wasm: Uint8Array,
  { store = memoryKeyValue(), ...more }: Partial<AppOptions> & { store?: KeyValue } = {},
): Promise<App & { readonly told: Told; readonly stop: (reason: Error) => void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-app-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'slightfile.toml');
  const module = path.join(folder, 'app.wasm');
  writeFileSync(file, slightfile);
  writeFileSync(module, wasm);
  const told: Told = { opened: [], closed: [], served: [], unserved: [], held: [] };
  const controller = new AbortController();
  const stop: Stop = {
    signal: controller.signal,
    hold: () => told.held.push('hold'),
    release: () => told.held.push('release'),
    drain: () => new AbortController().signal,
    mayDrain: () => undefined,
    guard: () => Promise.resolve(true),
    computes: () => undefined,
  };
  const app = await openApp({
    slightfile: file,
    module,
    backends: 'embedded',
    keep: false,
    durable: false,
    trace: createTrace([
      { calls: false, accept: (event) => event.type === 'unserved' && told.unserved.push(...event.imports) },
    ]),
    stop,
    report: {
      problems: () => undefined,
      served: (served) => told.served.push(served instanceof Error ? served.message : served.resource),
    },
    providers: () =>
      Promise.resolve({
        open(name: string) {
          told.opened.push(name);
          return Promise.resolve({
            ...store,
            [Symbol.asyncDispose]: () => Promise.resolve(void told.closed.push(name)),
          });
        },
      } as never),
    ...more,
  });
  t.after(() => app[Symbol.asyncDispose]());
  return { ...app, told, stop: (reason) => controller.abort(reason) };
}

interface Started {
  readonly instance: Instance;
  readonly output: () => string;
}

async function start(app: App, ...args: string[]): Promise<Started> {
  const written: Uint8Array[] = [];
  const instance = await app.instantiate({
    args,
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: (bytes) => void written.push(bytes.slice()),
    stderr: (bytes) => void written.push(bytes.slice()),
  });
  return { instance, output: () => Buffer.concat(written).toString() };
}

async function run(app: App, ...args: string[]): Promise<string> {
  const { instance, output } = await start(app, ...args);
  await using _ = instance;
  assert.equal(await instance.run(), 0, output());
  return output();
}

/** A store whose `get` answers when it is let go. */
function gated(): { store: KeyValue; asked: Promise<unknown>; letGo: () => void } {
  const store = memoryKeyValue(new Map([['a', Buffer.from('one')]]));
  const asked = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<undefined>();
  return {
    store: {
      ...store,
      async get(key) {
        asked.resolve(undefined);
        await gate.promise;
        return store.get(key);
      },
    },
    asked: asked.promise,
    letGo: () => gate.resolve(undefined),
  };
}

for (const [kind, name] of Object.entries(guests)) {
  describe(`an app whose guest is a ${kind}`, () => {
    test('is prepared once, and its instances share what is opened once and closed once', async (t) => {
      const app = await open(t, bytesOf(name));
      assert.deepEqual(app.told.held, [], 'nothing is brought up before it is asked for');
      assert.equal(await run(app, 'store', 'set', 'a', 'one'), 'set:\n');
      assert.equal(await run(app, 'store', 'get', 'a'), 'get: one\n');
      assert.deepEqual(await Promise.all([run(app, 'store', 'get', 'a'), run(app, 'store', 'get', 'a')]), [
        'get: one\n',
        'get: one\n',
      ]);
      await app.prepare();
      assert.deepEqual(app.told.closed, []);
      await app[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
      assert.deepEqual(app.told, {
        opened: ['store'],
        closed: ['store'],
        served: ['keyvalue.filesystem'],
        unserved: [],
        held: ['hold', 'release'],
      });
    });

    test('has instances side by side, of which one that traps leaves the others as they are', async (t) => {
      const { store, asked, letGo } = gated();
      const app = await open(t, bytesOf(name), { store });
      const waiting = run(app, 'store', 'get', 'a');
      await asked;
      // `set` without its key and value: the guest aborts
      const { instance } = await start(app, 'store', 'set');
      await assert.rejects(instance.run(), GuestTrap);
      await instance[Symbol.asyncDispose]();
      assert.equal(await run(app, 'store', 'set', 'b', 'two'), 'set:\n');
      letGo();
      assert.equal(await waiting, 'get: one\n');
      assert.deepEqual(app.told.opened, ['store']);
      assert.deepEqual(app.told.closed, []);
    });

    test('ends the instances that run when it is disposed, and then closes what they opened', async (t) => {
      const { store, asked } = gated();
      const app = await open(t, bytesOf(name), { store });
      const { instance } = await start(app, 'store', 'get', 'a');
      const running = instance.run();
      await asked;
      await Promise.all([assert.rejects(running, InstanceEnded), app[Symbol.asyncDispose]()]);
      await instance[Symbol.asyncDispose]();
      assert.deepEqual([app.told.opened, app.told.closed], [['store'], ['store']]);
    });

    test('opens nothing any more once it is disposed', async (t) => {
      const app = await open(t, bytesOf(name));
      const { instance, output } = await start(app, 'store', 'get', 'a');
      await app[Symbol.asyncDispose]();
      await assert.rejects(instance.run(), InstanceEnded);
      await setTimeout(20);
      assert.deepEqual(app.told.opened, []);
      assert.doesNotMatch(output(), /^get/);
    });

    test('ends its instances with the reason that it was stopped for, and gives no more', async (t) => {
      const { store, asked } = gated();
      const app = await open(t, bytesOf(name), { store });
      const { instance } = await start(app, 'store', 'get', 'a');
      const running = instance.run();
      await asked;
      const reason = new Error('Ctrl-C');
      app.stop(reason);
      await assert.rejects(running, reason);
      await assert.rejects(start(app, 'store', 'get', 'a'), reason);
    });

    test('has an instance that is ended never go on, also where its host answers after that', async (t) => {
      const { store, asked, letGo } = gated();
      const written: string[] = [];
      const set = (key: string) => Promise.resolve(void written.push(key));
      const app = await open(t, bytesOf(name), { store: { ...store, set } });
      const { instance, output } = await start(app, 'store', 'get', 'a', 'set', 'b', 'two');
      const running = instance.run();
      await asked;
      const reason = new Error('the client has gone');
      instance.end(reason);
      await assert.rejects(running, reason);
      letGo();
      await setTimeout(20);
      await assert.rejects(instance.run(), reason);
      await instance[Symbol.asyncDispose]();
      assert.equal(output(), '');
      assert.deepEqual(written, []);
    });

    test('numbers the calls of all instances in one row', async (t) => {
      const events: TraceEvent[] = [];
      const trace = createTrace([{ accept: (event) => void events.push(event) }], createMasking());
      const app = await open(t, bytesOf(name), { trace, wrap: (hosts) => traced(hosts, trace) });
      await run(app, 'store', 'set', 'a', 'one');
      await run(app, 'store', 'get', 'a');
      const calls = events.flatMap((event) => (event.type === 'call' ? [event.call] : []));
      assert.deepEqual(calls, [1, 2, 3, 4]);
    });

    test('is one of several in a process, each with data of its own', async (t) => {
      const [one, two] = await Promise.all(
        [1, 2].map(() => open(t, bytesOf(name), { providers: loadProvider })),
      );
      assert.ok(one && two);
      const told = await Promise.all([
        run(one, 'store', 'set', 'a', 'of one', 'get', 'a'),
        run(two, 'store', 'set', 'a', 'of two', 'get', 'a'),
      ]);
      assert.deepEqual(told, ['set:\nget: of one\n', 'set:\nget: of two\n']);
      await one[Symbol.asyncDispose]();
      assert.equal(await run(two, 'store', 'get', 'a'), 'get: of two\n');
    });
  });
}

/** Its command traps where it is run a second time with the same memory. */
const counting = (exported: '_start' | 'run') => `
  (memory (export "memory") 1)
  (func (export "${exported}") ${exported === 'run' ? '(result i32)' : ''}
    (if (i32.load (i32.const 8)) (then unreachable))
    (i32.store (i32.const 8) (i32.const 1))
    ${exported === 'run' ? '(i32.const 0)' : ''})`;

const once = {
  module: `(module (import "nowhere" "f" (func)) ${counting('_start')})`,
  component: `(component
    (import "nowhere:at/all@0.1.0" (instance))
    (core module $m ${counting('run')})
    (core instance $i (instantiate $m))
    (func $run (result (result)) (canon lift (core func $i "run")))
    (instance $command (export "run" (func $run)))
    (export "wasi:cli/run@0.2.0" (instance $command)))`,
};

for (const [kind, wat] of Object.entries(once)) {
  test(`each instance of a ${kind} has memory of its own, and what it imports from nobody is told once`, async (t) => {
    const app = await open(t, await parse(wat));
    const { instance } = await start(app);
    assert.equal(await instance.run(), 0);
    await assert.rejects(instance.run(), GuestTrap);
    await run(app);
    await run(app);
    assert.deepEqual(app.told.unserved, [kind === 'module' ? 'nowhere' : 'nowhere:at/all@0.1.0']);
    assert.deepEqual(app.told.opened, []);
  });
}
