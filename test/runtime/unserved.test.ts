/** A guest may import what nobody serves: it runs, and is stopped where it calls it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { slight } from '@slight/runtime/cli/testing.ts';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { servedOf } from '@slight/runtime/hosts/index.ts';
import { unservedCall } from '@slight/runtime/guest/unserved.ts';
import { runGuest, sharedCache } from './guests.ts';

type Import = readonly [module: string, name: string];

function text(value: string): readonly number[] {
  return [value.length, ...Buffer.from(value)];
}

function section(id: number, ...content: readonly number[]): readonly number[] {
  assert.ok(content.length < 128);
  return [id, content.length, ...content];
}

/** A core module that imports functions without parameters, and whose one function calls the first of them or none. */
function core(imports: readonly Import[], exported: string, calls: boolean): Uint8Array {
  const returns = exported === '_start' ? [] : [0x7f];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    // type 0 is func (), type 1 the exported function's
    ...section(1, 2, 0x60, 0, 0, 0x60, 0, returns.length, ...returns),
    ...section(2, imports.length, ...imports.flatMap(([from, name]) => [...text(from), ...text(name), 0, 0])),
    ...section(3, 1, 1),
    ...section(5, 1, 0, 1),
    ...section(7, 2, ...text('memory'), 2, 0, ...text(exported), 0, imports.length),
    // call 0; i32.const 0; end
    ...code(calls ? [0x10, 0] : [], returns.length > 0 ? [0x41, 0] : []),
  ]);
}

function code(...instructions: readonly (readonly number[])[]): readonly number[] {
  const body = [0, ...instructions.flat(), 0x0b];
  return section(10, 1, body.length, ...body);
}

/** `resource_drop_events` has no type here that it could be called with; it must only link. */
const legacy = (calls: boolean, name: Import = ['env', 'now']) =>
  core([name, ['events', 'events::get'], ['canonical_abi', 'resource_drop_events']], '_start', calls);

/** A component that imports an interface, one with a resource, and a function outside any interface. */
async function component(calls: 'first' | 'bare' | undefined): Promise<Uint8Array> {
  const first: Import = ['acme:log/log@1.0.0', 'flush'];
  const bare: Import = ['$root', 'tick'];
  const [one, other] = calls === 'bare' ? [bare, first] : [first, bare];
  const dropped: Import = ['spiderlightning:keyvalue/keyvalue@0.7.0', 'ping'];
  const binary = core([one, other, dropped], 'wasi:cli/run@0.2.12#run', calls !== undefined);
  return componentNew(await componentEmbed({ binary, witSource: wit, world: 'app' }), []);
}

const wit = `package acme:app;
world app {
  import acme:log/log@1.0.0;
  import spiderlightning:keyvalue/keyvalue@0.7.0;
  import tick: func();
  export wasi:cli/run@0.2.12;
}
package acme:log@1.0.0 { interface log { resource entry { open: static func() -> entry; } flush: func(); } }
package spiderlightning:keyvalue@0.7.0 { interface keyvalue { ping: func(); } }
package wasi:cli@0.2.12 { interface run { run: func() -> result; } }
`;

const load = (bytes: Uint8Array) => loadGuest(bytes, { name: 'app.wasm', cacheDir: sharedCache });

describe('a guest that never calls what nobody serves runs to its end', () => {
  test('a legacy module', async () => {
    assert.equal((await runGuest(await load(legacy(false)))).code, 0);
  });

  test('a component', async () => {
    const guest = await load(await component(undefined));
    assert.deepEqual(servedOf(guest.imports).unserved.toSorted(), [
      'acme:log/log@1.0.0',
      'spiderlightning:keyvalue/keyvalue@0.7.0',
      'tick',
    ]);
    assert.equal((await runGuest(guest)).code, 0);
  });
});

describe('a guest that calls it is stopped there, in a sentence', () => {
  const stopped = async (bytes: Uint8Array, message: string) => {
    const guest = await load(bytes);
    await assert.rejects(runGuest(guest), (error) => {
      assert.ok(error instanceof GuestTrap, String(error));
      assert.equal(error.message, message);
      return true;
    });
  };
  const unknown =
    'Slight knows nothing of that name: build the guest without it, or run it on the host that it was built for.';

  test('a legacy module', () => stopped(legacy(true), `The guest called now of env. ${unknown}`));

  test('a function that an interface has not', () =>
    stopped(
      legacy(true, ['kv', 'kv::rename']),
      'The guest called kv::rename of kv. Slight has no such function in that interface: build the guest without it.',
    ));

  test('a function of the ABI that there is not', () =>
    stopped(
      legacy(true, ['canonical_abi', 'resource_new_kv']),
      'The guest called resource_new_kv of canonical_abi. This version of slight does not serve that: build the guest without it, or ask for it in an issue.',
    ));

  test('a component', async () =>
    stopped(await component('first'), `The guest called flush of acme:log/log@1.0.0. ${unknown}`));

  test('a component, outside any interface', async () =>
    stopped(await component('bare'), `The guest called tick. ${unknown}`));

  test('the remedy is the version that is served, where there is one', () => {
    assert.equal(
      unservedCall('spiderlightning:keyvalue/keyvalue@0.7.0', 'ping').message,
      'The guest called ping of spiderlightning:keyvalue/keyvalue@0.7.0. Slight serves spiderlightning:keyvalue/keyvalue@0.6.0: build the guest with that version.',
    );
    assert.equal(
      unservedCall('events', 'events::get').message,
      'The guest called events::get of events. Slight removed that interface in its version 0.3, but a component that exports wasmcloud:messaging/handler or wasi:keyvalue/watcher is called when a message comes, or a key changes.',
    );
  });
});

describe('slight run', () => {
  const notice =
    'slight  app.wasm imports env and events, which are not served by this version of slight: the run ends where the guest calls one.\n';

  test('says once what is not served, and not when it is to be quiet', async () => {
    await using folder = await app(legacy(false));
    assert.deepEqual(slight(['run', 'app.wasm'], { cwd: folder.path }), {
      code: 0,
      stdout: '',
      stderr: notice,
    });
    assert.deepEqual(slight(['run', '-q', 'app.wasm'], { cwd: folder.path }), {
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('ends as with any trap where the guest calls it, and the trace has the reason', async () => {
    await using folder = await app(legacy(true));
    const { code, stderr } = slight(['run', '-q', '--trace', 'trace', 'app.wasm'], { cwd: folder.path });
    assert.match(stderr, /^slight: The guest called now of env\. .+\n$/);
    assert.equal(code, 134);
    assert.match(
      await readFile(path.join(folder.path, 'trace'), 'utf8'),
      /"reason":"The guest called now of env\./,
    );
  });

  test('says it of one import in the singular', async () => {
    await using folder = await app(core([['env', 'now']], '_start', false));
    assert.match(
      slight(['run', 'app.wasm'], { cwd: folder.path }).stderr,
      /imports env, which is not served by/,
    );
  });
});

async function app(module: Uint8Array): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'slight-test-'));
  await writeFile(path.join(folder, 'app.wasm'), module);
  await writeFile(
    path.join(folder, 'slightfile.toml'),
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "notes"\n',
  );
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
