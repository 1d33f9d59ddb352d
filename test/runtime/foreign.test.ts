/** Files that are WebAssembly and no programs for slight: each is told what it is, and what to do, in one sentence. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { slight } from '@slight/runtime/cli/testing.ts';
import { requireCommand } from '@slight/runtime/guest/command.ts';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import { Mistake } from '@slight/runtime/mistake.ts';
import { sharedCache } from './guests.ts';

type Bytes = Uint8Array | Promise<Uint8Array>;

const worlds = `package a:a;
world app { import acme:x/y@1.0.0; }
world exporting { import acme:x/y@1.0.0; export h: func(); }
world serving { export wasi:http/incoming-handler@0.2.0; }
world making { export acme:x/made@1.0.0; export wasi:cli/run@0.2.0; }
package acme:x@1.0.0 {
  interface y { g: func(); }
  interface made { resource r { m: async func(); constructor(); } }
}
package wasi:cli@0.2.0 { interface run { run: func() -> result; } }
package wasi:http@0.2.0 {
  interface types { resource incoming-request; resource response-outparam; }
  interface incoming-handler {
    use types.{incoming-request, response-outparam};
    handle: func(request: incoming-request, response-out: response-outparam);
  }
}`;

/** A module with the section that says its world; without a text, the one that wasm-tools makes up. */
const embedded = async (world: string, wat?: string): Promise<Uint8Array> =>
  componentEmbed({
    ...(wat === undefined ? { dummy: true } : { binary: await parse(wat) }),
    witSource: worlds,
    world,
  });

const adapter = (kind: string) =>
  readFile(
    new URL(`../lib/wasi_snapshot_preview1.${kind}.wasm`, import.meta.resolve('@bytecodealliance/jco')),
  );

async function withSection(wat: string, name: string, content: readonly number[]): Promise<Uint8Array> {
  const body = [name.length, ...Buffer.from(name), ...content];
  return Buffer.concat([await parse(wat), Uint8Array.of(0, body.length, ...body)]);
}

async function followedBy(wat: string, ...bytes: readonly number[]): Promise<Uint8Array> {
  return Buffer.concat([await parse(wat), Uint8Array.from(bytes)]);
}

const memory = '(memory (export "memory") 1)';
const start = '(func (export "_start"))';
const command = (core: string) => `(component
  (core module $m ${core} (func (export "run") (result i32) (i32.const 0)))
  (core instance $i (instantiate $m))
  (func $run (result (result)) (canon lift (core func $i "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command)))`;
const library = (core: string) => parse(`(module ${core} ${memory} (func (export "add")))`);

const program = 'so there is nothing to run. Build it as a program with a main function.';
const http =
  'serves HTTP, which the slightfile does not declare. Add these three lines to it: [[capability]], resource = "http", name = "*".';
const otherHttp =
  'serves HTTP by another version of wasi:http than 0.2, which is what this version of slight serves. Build it for WASI 0.2 (wasm32-wasip2).';
const unmade = 'imports interfaces of the component model, but cannot be made a component:';
const again =
  'Build it again with the WIT and the tools of one time, or make it a component with wasm-tools component new.';
const adapted =
  'is an adapter, which tools take into a component. Name the .wasm file that building the guest made.';
const bindgen =
  'was built with wasm-bindgen for a browser or Node. Build it as a program, without wasm-bindgen, for wasm32-wasip1 or wasm32-wasip2.';
const emscripten =
  'was built by Emscripten for a browser or Node. Build it with wasi-sdk, or with emcc -sSTANDALONE_WASM.';
const go = 'was built by Go for a browser or Node (GOOS=js). Build it with GOOS=wasip1 GOARCH=wasm.';

/** What it is, how to make one, and what follows the file's name. */
const kinds: readonly (readonly [string, () => Bytes, string])[] = [
  ['an adapter for commands', () => adapter('command'), adapted],
  ['an adapter for reactors', () => adapter('reactor'), adapted],
  ['a module of wasm-bindgen', () => library('(import "./app_bg.js" "__wbg_alert" (func))'), bindgen],
  ['an older one', () => library('(import "wbg" "__wbg_log" (func (param i32 i32)))'), bindgen],
  ['one before its tool ran', () => library('(import "__wbindgen_placeholder__" "f" (func))'), bindgen],
  ['a module of Emscripten', () => library('(import "env" "emscripten_resize_heap" (func))'), emscripten],
  ['one whose names are short', () => library('(import "a" "a" (func)) (import "a" "b" (func))'), emscripten],
  ['a module of Go', () => library('(import "gojs" "runtime.wasmExit" (func (param i32)))'), go],
  ['an older one of Go', () => library('(import "go" "runtime.wasmExit" (func (param i32)))'), go],
  [
    'a filter of a proxy',
    () => library('(func (export "proxy_abi_version_0_2_0"))'),
    'is a Proxy-Wasm filter, which runs inside a proxy such as Envoy. Build it as a program with a main function.',
  ],
  [
    'a plug-in',
    () => library('(import "extism:host/env" "input_length" (func (result i64)))'),
    'is an Extism plug-in, which runs inside an Extism host. Build it as a program with a main function.',
  ],
  ['a library', () => library(''), `is a module that exports add, and no \`_start\`, ${program}`],
  ['a module of nothing', () => parse('(module)'), `is a module that exports nothing, ${program}`],
  [
    'an object file',
    () => parse('(module (import "env" "__linear_memory" (memory 0)) (import "env" "f" (func)))'),
    'is an object file. Link it as a program first.',
  ],
  [
    'a shared library',
    () => parse('(module (import "env" "memory" (memory 1)) (import "env" "__memory_base" (global i32)))'),
    'is a shared library. Link it into a program.',
  ],
  [
    'a program with threads',
    () =>
      parse(
        `(module (import "env" "memory" (memory 1 2 shared)) (import "wasi" "thread-spawn" (func)) ${start})`,
      ),
    'uses threads, which slight does not run. Build it for wasm32-wasip1, without threads.',
  ],
  [
    'a module that wants a table',
    () => parse(`(module (import "host" "table" (table 1 funcref)) ${start})`),
    'imports the table host.table, which no host of slight gives. Link it as a program of its own.',
  ],
  [
    'a module of 64 bits',
    () => parse(`(module (memory (export "memory") i64 1) ${start})`),
    'has a memory of 64-bit addresses, and the interfaces of guests are made for 32. Build it for wasm32.',
  ],
  [
    'a legacy HTTP guest',
    () => parse(`(module ${memory} (func (export "on-server-init") (param i32)))`),
    http,
  ],
  ['an HTTP component', async () => componentNew(await embedded('serving'), []), http],
  ['the module of one', () => embedded('serving'), http],
  [
    'an HTTP component of tomorrow',
    () =>
      parse(`(component (core module $m (func (export "f"))) (core instance $i (instantiate $m))
        (func $f (canon lift (core func $i "f"))) (instance $x (export "handle" (func $f)))
        (export "wasi:http/handler@0.3.0" (instance $x)))`),
    otherHttp,
  ],
  [
    'a handler of HTTP alone',
    () => library('(func (export "handle-http"))'),
    'answers HTTP and does not say at which paths: it exports no on-server-init. Export one that sets a router and a server up.',
  ],
  [
    'a program of WASI 0.3',
    () =>
      parse(`(component
        (core module $m (func (export "f") (result i32) (i32.const 0))
          (func (export "cb") (param i32 i32 i32) (result i32) (i32.const 0)))
        (core instance $i (instantiate $m))
        (func $f async (result (result)) (canon lift (core func $i "f") async (callback (core func $i "cb"))))
        (instance $x (export "run" (func $f)))
        (export "wasi:cli/run@0.3.0" (instance $x)))`),
    'is a program of another version of WASI than 0.1 and 0.2, which are what this version of slight runs. Build it for wasm32-wasip2, or for wasm32-wasip1.',
  ],
  ['an empty component', () => parse('(component)'), `is a component that exports nothing, ${program}`],
  [
    'a component that only imports',
    () => parse('(component (import "tick" (func)))'),
    `is a component that exports nothing, ${program}`,
  ],
  [
    'a library component',
    () =>
      parse(`(component (core module $m (func (export "f"))) (core instance $i (instantiate $m))
        (func $f (canon lift (core func $i "f"))) (instance $x (export "f" (func $f)))
        (export "acme:math/add@1.0.0" (instance $x)))`),
    `is a component that exports acme:math/add@1.0.0, and no wasi:cli/run, ${program}`,
  ],
  [
    'a part of a component',
    () => parse('(component (import "c" (component (export "f" (func)))))'),
    'imports a component, and so is only a part of one. Compose it first, with wac or wasm-tools compose.',
  ],
  [
    'a package of WIT',
    () =>
      parse(`(component (type (component
        (type (component (import "acme:x/y" (instance (type (func)) (export "f" (func (type 0)))))))
        (export "acme:x/w" (component (type 0))))) (export "w" (type 0)))`),
    'is a package of WIT, and no program. Name the .wasm file that building the guest made.',
  ],
  [
    'a component with a section of tomorrow',
    () => followedBy('(component)', 0x63, 1, 0),
    'is a component in an encoding that this version of slight does not know (unknown section 99). Build it for WASI 0.2 with tools of today.',
  ],
  [
    'a component with a type of tomorrow',
    () => followedBy('(component)', 7, 2, 1, 0x10),
    'is a component in an encoding that this version of slight does not know (unknown type 0x10). Build it for WASI 0.2 with tools of today.',
  ],
  [
    'a component of tomorrow',
    () => Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0e, 0x00, 0x01, 0x00),
    'is WebAssembly of an unknown version (14 0 1 0). Build the guest with tools of today.',
  ],
  [
    'a module without its types',
    () => parse(`(module (import "acme:x/y@1.0.0" "g" (func)) ${memory} ${start})`),
    'imports interfaces of the component model, but does not say their types, so it cannot be made a component. Make it one with wasm-tools component embed and component new.',
  ],
  [
    'a module whose types are broken',
    () =>
      withSection(
        `(module (import "acme:x/y@1.0.0" "g" (func)) ${memory} ${start})`,
        'component-type:x',
        [1, 2],
      ),
    `${unmade} decoding custom section component-type:x: unexpected end-of-file. ${again}`,
  ],
  [
    'a module of another world',
    () => embedded('app', `(module (import "acme:other/x@1.0.0" "f" (func)) ${memory} ${start})`),
    `${unmade} failed to resolve import \`acme:other/x@1.0.0::f\`: module requires an import interface named \`acme:other/x@1.0.0\`. ${again}`,
  ],
  [
    'a module with what nobody can serve besides',
    () =>
      embedded(
        'app',
        `(module (import "env" "now" (func)) (import "acme:x/y@1.0.0" "g" (func)) ${memory} ${start})`,
      ),
    `${unmade} failed to resolve import \`env::now\`: module requires an import interface named \`env\`. ${again}`,
  ],
  [
    'a module with a function of another type',
    () => embedded('app', `(module (import "acme:x/y@1.0.0" "g" (func (param i64))) ${memory} ${start})`),
    `${unmade} failed to resolve import \`acme:x/y@1.0.0::g\`: failed to validate import interface \`acme:x/y@1.0.0\`: type mismatch for function \`g\`: expected \`[] -> []\` but found \`[I64] -> []\`. ${again}`,
  ],
  [
    'a module that lacks an export',
    () => embedded('exporting', `(module (import "acme:x/y@1.0.0" "g" (func)) ${memory} ${start})`),
    `${unmade} failed to find export of function \`h\`. ${again}`,
  ],
];

describe('what a file is, and what to do, is told before anything starts', () => {
  for (const [what, make, told] of kinds) {
    test(what, async () => {
      const bytes = await make();
      await assert.rejects(
        async () => {
          requireCommand(await loadGuest(bytes, { name: 'app.wasm', cacheDir: sharedCache }), 'app.wasm');
        },
        (error) => {
          assert.ok(error instanceof Mistake, String(error));
          assert.equal(error.message, `app.wasm ${told}`);
          return true;
        },
      );
    });
  }

  test('a file that is cut off anywhere, and one with a byte changed, never crash it', async () => {
    const whole = await parse(command('(memory 1)'));
    for (let length = 0; length < whole.length; length += 1) {
      const changed = whole.slice();
      changed[length] = (changed[length] ?? 0) ^ 0x55;
      for (const bytes of [whole.subarray(0, length), changed]) {
        try {
          await loadGuest(bytes, { name: 'app.wasm', cacheDir: sharedCache });
        } catch (error) {
          assert.ok(error instanceof Mistake, String(error));
          assert.doesNotMatch(error.message, /\n|wasm trap|panicked/);
        }
      }
    }
  });
});

describe('slight run', () => {
  const wanted = [
    'an adapter for commands',
    'an HTTP component',
    'a package of WIT',
    'a library',
    'a module of another world',
  ];
  const chosen = kinds.filter(([what]) => wanted.includes(what));
  for (const [what, make, told] of chosen) {
    test(`says of ${what} that sentence alone, and starts nothing`, async () => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'slight-test-'));
      try {
        await writeFile(path.join(folder, 'app.wasm'), await make());
        await writeFile(
          path.join(folder, 'slightfile.toml'),
          'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "notes"\n',
        );
        assert.deepEqual(slight(['run', 'app.wasm'], { cwd: folder }), {
          code: 2,
          stdout: '',
          stderr: `slight: app.wasm ${told}\n`,
        });
        assert.ok(!existsSync(path.join(folder, '.slight/keyvalue')));
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }
});
