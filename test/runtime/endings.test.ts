/** How guests end that do not return: what people are told, of a module and of a component. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { GuestTrap, InstanceEnded } from '@slight/runtime/guest/guest.ts';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import type { HostFunction, HostResource } from '@slight/runtime/hosts/values.ts';
import { hostsFor } from '@slight/runtime/hosts/index.ts';
import { guest as guestNamed, runGuest, sharedCache } from './guests.ts';
import { memoryKeyValue } from '../contract/memory/keyvalue.ts';
import { opener } from './opener.ts';

/** A module whose exported function does something in the function `deed`, which has an i32 that is 0. */
const module = (deed: string, exported: '_start' | 'run') => `(module
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 0) $nop)
  (func $nop)
  (func $deed (param i32) ${deed})
  (func (export "${exported}") ${exported === 'run' ? '(result i32)' : ''}
    (call $deed (i32.const 0))
    ${exported === 'run' ? '(i32.const 0)' : ''})
)`;

/** What follows the core instance `$i` in each component here. */
const command = `
  (func $run (result (result)) (canon lift (core func $i "run")))
  (instance $command (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $command))`;

const component = (core: string, parts = '', imports = '') => `(component
  ${parts}
  (core ${core.replace('(module', 'module $m')}
  (core instance $i (instantiate $m ${imports}))
  ${command})`;

async function run(wat: string) {
  const guest = await loadGuest(await parse(wat), { name: 'app.wasm', cacheDir: sharedCache });
  return runGuest(guest, [], { opener: opener({ keyvalue: { store: memoryKeyValue() } }) });
}

async function trapOf(wat: string): Promise<string> {
  try {
    await run(wat);
  } catch (error) {
    assert.ok(error instanceof GuestTrap, String(error));
    return error.message;
  }
  return assert.fail('the guest did not trap');
}

describe('a trap says what the guest did, and where, the same of a module and of a component', () => {
  const deeds: readonly (readonly [string, string])[] = [
    ['unreachable', 'ran into `unreachable` in `deed`: a panic, an abort or a failed assertion ends so.'],
    ['(drop (i32.load (i32.const -8)))', 'read or wrote outside its memory in `deed`.'],
    [
      '(memory.fill (i32.const -1) (i32.const 0) (i32.const 9))',
      'read or wrote outside its memory in `deed`.',
    ],
    ['(drop (i32.div_s (i32.const 1) (local.get 0)))', 'divided by zero in `deed`.'],
    ['(drop (i64.rem_u (i64.const 1) (i64.const 0)))', 'divided by zero in `deed`.'],
    [
      '(drop (i32.div_s (i32.const -2147483648) (i32.sub (local.get 0) (i32.const 1))))',
      'made a number that does not fit its type in `deed`.',
    ],
    ['(drop (i32.trunc_f32_s (f32.const nan)))', 'made a number that does not fit its type in `deed`.'],
    ['(call_indirect (i32.const 1))', 'called a function through a bad pointer in `deed`.'],
    ['(call_indirect (i32.const 100))', 'called a function through a bad pointer in `deed`.'],
    [
      '(call_indirect (param i32) (i32.const 1) (i32.const 0))',
      'called a function through a bad pointer in `deed`.',
    ],
    [
      '(call $deed (i32.const 0))',
      'used up its stack in `deed`: a function that calls itself without end does.',
    ],
    [
      '(drop (i32.atomic.load (i32.const 1)))',
      'used an address that is not aligned as an atomic access needs it in `deed`.',
    ],
  ];
  for (const [deed, told] of deeds) {
    test(deed, async () => {
      assert.equal(await trapOf(module(deed, '_start')), `The guest ${told}`);
      // V8 puts the name of the module before that of the function
      assert.equal((await trapOf(component(module(deed, 'run')))).replace('`m.', '`'), `The guest ${told}`);
    });
  }
});

test('the function of a trap is the one that trapped, and not one further down that has a name', async () => {
  const wat =
    '(module (memory (export "memory") 1) (func unreachable) (func $main (export "_start") (call 0)))';
  assert.equal(
    await trapOf(wat),
    'The guest ran into `unreachable`: a panic, an abort or a failed assertion ends so.',
  );
});

test('an exception that nobody catches is told as one', async () => {
  const wat = `(module (tag $e (param i32)) (memory (export "memory") 1)
    (func (export "_start") (throw $e (i32.const 7))))`;
  assert.equal(
    await trapOf(wat),
    'The guest threw an exception that it does not catch. Catch it in its main function, and say there what it was.',
  );
});

test('a component whose adapter has no room for its arguments or its environment is told so', async () => {
  const loaded = await guestNamed('c-probe-component');
  const long = 'x'.repeat(70_000);
  for (const [what, args, environment] of [
    ['arguments', [long], {}],
    ['environment variables', ['env'], { LONG: long }],
  ] as const) {
    await assert.rejects(runGuest(loaded, args, { environment }), (error) => {
      assert.ok(error instanceof GuestTrap, String(error));
      assert.equal(
        error.message,
        `The guest could not take its ${what}: its own allocator failed, as it does where they are longer than it has room for. Give it fewer or shorter ones.`,
      );
      return true;
    });
  }
});

describe('a module whose functions have other types than their interface', () => {
  const types: readonly (readonly [string, string])[] = [
    ['(param i64) (result i64)', '(drop (call $f (i64.const 1)))'],
    [
      '(param i32 i32 i32 i32) (result i64)',
      '(drop (call $f (i32.const 9) (i32.const 0) (i32.const 0) (i32.const 0)))',
    ],
    [
      '(param i32 i32 i32 i64) (result i32)',
      '(drop (call $f (i32.const 1) (i32.const 0) (i32.const 0) (i64.const 0)))',
    ],
    ['(param v128)', '(call $f (v128.const i32x4 0 0 0 0))'],
  ];
  for (const [type, call] of types) {
    test(`fd_write ${type}`, async () => {
      const wat = `(module (import "wasi_snapshot_preview1" "fd_write" (func $f ${type}))
        (memory (export "memory") 1) (func (export "_start") ${call}))`;
      assert.equal(
        await trapOf(wat),
        'The guest has a function of other types than the interface has: it was built for another version of it.',
      );
    });
  }

  test('_start', async () => {
    const wat =
      '(module (memory (export "memory") 1) (func (export "_start") (param i64 externref) (result i32) (i32.const 4)))';
    assert.equal(
      await trapOf(wat),
      "The guest's function _start takes 2 values where 0 are given: it was built for another interface.",
    );
  });
});

/** wasi:io/poll, as far as it is used here. */
const poll = `
  (import "wasi:io/poll@0.2.0" (instance $poll
    (export "pollable" (type $pollable (sub resource)))
    (export "[method]pollable.block" (func (param "self" (borrow $pollable))))))
  (core func $block (canon lower (func $poll "[method]pollable.block")))`;

const clock = `${poll}
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (alias outer 1 $pollable (type $outer))
    (export "pollable" (type $own (eq $outer)))
    (export "subscribe-duration" (func (param "when" u64) (result (own $own))))))
  (core func $after (canon lower (func $clock "subscribe-duration")))`;

const exit = `
  (import "wasi:cli/exit@0.2.0" (instance $exit (export "exit-with-code" (func (param "code" u8)))))
  (core func $exit (canon lower (func $exit "exit-with-code")))`;

describe('a start function of a component', () => {
  const started = (start: string, imports = '') => `(module ${imports}
    (func $start ${start}) (start $start) (func (export "run") (result i32) (i32.const 0)))`;

  test('may exit', async () => {
    const core = started('(call $exit (i32.const 3))', '(import "h" "exit" (func $exit (param i32)))');
    const { code } = await run(component(core, exit, '(with "h" (instance (export "exit" (func $exit))))'));
    assert.equal(code, 3);
  });

  test('may trap', async () => {
    assert.match(
      await trapOf(component(started('unreachable'))),
      /^The guest ran into `unreachable` in `m\.start`/,
    );
  });

  test('may call what may wait, where there is nothing to wait for', async () => {
    const core = started(
      '(call $block (call $after (i64.const 0)))',
      '(import "h" "block" (func $block (param i32))) (import "h" "after" (func $after (param i64) (result i32)))',
    );
    const imports = '(with "h" (instance (export "block" (func $block)) (export "after" (func $after))))';
    assert.equal((await run(component(core, clock, imports))).code, 0);
  });

  test('cannot wait, and is told so', async () => {
    const core = started(
      '(call $block (call $after (i64.const 1000000000)))',
      '(import "h" "block" (func $block (param i32))) (import "h" "after" (func $after (param i64) (result i32)))',
    );
    const imports = '(with "h" (instance (export "block" (func $block)) (export "after" (func $after))))';
    assert.equal(
      await trapOf(component(core, clock, imports)),
      'The guest called a host function where it cannot wait: in a start function or while it takes a value. Let it do so in its main function.',
    );
  });
});

describe('a component that breaks the canonical ABI is told so', () => {
  /** Calls a function of a test interface with these core values. */
  const calling = (type: string, params: string, call: string) =>
    component(
      `(module (import "h" "f" (func $f ${params})) (import "h" "memory" (memory 1))
        (func (export "run") (result i32) ${call} (i32.const 0)))`,
      `${type}
      (core module $memory (memory (export "memory") 1))
      (core instance $m0 (instantiate $memory))
      (core func $f (canon lower (func $test "f") (memory (core memory $m0 "memory"))))`,
      '(with "h" (instance (export "f" (func $f)) (export "memory" (memory $m0 "memory"))))',
    );
  const list = (of: string) =>
    `(import "acme:test/test@1.0.0" (instance $test (export "f" (func (param "v" (list ${of}))))))`;
  const two = '(param i32 i32)';
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'a list beyond its memory',
      calling(list('u8'), two, '(call $f (i32.const 65530) (i32.const 9))'),
      'passed a list that lies outside its memory',
    ],
    [
      'a list that wraps around',
      calling(list('u32'), two, '(call $f (i32.const -4) (i32.const 4))'),
      'passed a list that lies outside its memory',
    ],
    [
      'a list of texts beyond its memory',
      calling(list('string'), two, '(call $f (i32.const 65532) (i32.const 4))'),
      'passed a list that lies outside its memory',
    ],
    [
      'a list of more texts than there can be',
      calling(list('string'), two, '(call $f (i32.const 0) (i32.const -1))'),
      'passed a list that lies outside its memory',
    ],
    [
      'a list of nothing beyond its memory',
      calling(list('(tuple u8)'), two, '(call $f (i32.const 0) (i32.const -1))'),
      'passed a list that lies outside its memory',
    ],
    [
      'a text of 512 MiB',
      calling(
        '(import "acme:test/test@1.0.0" (instance $test (export "f" (func (param "v" string)))))',
        two,
        '(drop (memory.grow (i32.const 8192))) (call $f (i32.const 0) (i32.const 0x20000000))',
      ),
      'passed a text that is longer than a host can take',
    ],
    [
      'a list that is not aligned',
      calling(list('u32'), two, '(call $f (i32.const 1) (i32.const 1))'),
      'passed a list at an address where its type cannot be',
    ],
    [
      'a char that is none',
      calling(
        '(import "acme:test/test@1.0.0" (instance $test (export "f" (func (param "v" char)))))',
        '(param i32)',
        '(call $f (i32.const 0xd800))',
      ),
      'passed a char that is no Unicode scalar value',
    ],
    [
      'a case that there is not',
      calling(
        '(import "acme:test/test@1.0.0" (instance $test (export "f" (func (param "v" (option u32))))))',
        two,
        '(call $f (i32.const 2) (i32.const 0))',
      ),
      'passed a case that its type does not have',
    ],
  ];
  for (const [what, wat, told] of cases) {
    test(what, async () => {
      const message = await trapOf(wat);
      assert.ok(message.startsWith(`The guest ${told}`), message);
    });
  }

  test('a handle that it does not hold', async () => {
    const core = `(module (import "h" "block" (func $block (param i32)))
      (func (export "run") (result i32) (call $block (i32.const 77)) (i32.const 0)))`;
    assert.equal(
      await trapOf(component(core, poll, '(with "h" (instance (export "block" (func $block))))')),
      'The guest used a handle that it does not hold.',
    );
  });

  const handling = (deed: string) =>
    component(
      `(module (import "h" "block" (func $block (param i32))) (import "h" "drop" (func $drop (param i32)))
        (import "h" "after" (func $after (param i64) (result i32)))
        (func (export "run") (result i32) (local $one i32)
          (local.set $one (call $after (i64.const 0)))
          ${deed} (i32.const 0)))`,
      `${clock} (core func $drop (canon resource.drop $pollable))`,
      `(with "h" (instance (export "block" (func $block)) (export "after" (func $after))
        (export "drop" (func $drop))))`,
    );

  for (const handle of ['0', '2', '0x7fffffff', '-1', '0x40000001', '0x80000001', '0xc0000001']) {
    test(`drops the handle ${handle}, which it never had`, async () => {
      const told = await trapOf(handling(`(call $drop (i32.const ${handle}))`));
      assert.match(told, /^The guest used a handle that it does not hold/);
    });

    test(`uses the handle ${handle}, which it never had`, async () => {
      const told = await trapOf(handling(`(call $block (i32.const ${handle}))`));
      assert.match(told, /^The guest used a handle that it does not hold/);
    });
  }

  test('drops a handle twice', async () => {
    const twice = '(call $drop (local.get $one)) (call $drop (local.get $one))';
    assert.match(await trapOf(handling(twice)), /^The guest used a handle that it does not hold/);
  });

  test('gets a handle back that it dropped', async () => {
    const again = `(call $drop (local.get $one))
      (if (i32.ne (local.get $one) (call $after (i64.const 0))) (then unreachable))
      (call $block (local.get $one)) (call $drop (local.get $one))`;
    assert.equal((await run(handling(again))).code, 0);
  });
});

/** Opens a store twice, drops one of the handles, and ends in some way. */
const holding = (end: string) =>
  component(
    `(module (import "h" "open" (func $open (param i32 i32 i32))) (import "h" "drop" (func $drop (param i32)))
      (import "h" "exit" (func $exit (param i32))) (import "h" "memory" (memory 1))
      (func (export "run") (result i32)
        (call $open (i32.const 0) (i32.const 5) (i32.const 16))
        (call $open (i32.const 0) (i32.const 5) (i32.const 32))
        (call $drop (i32.load (i32.const 20)))
        ${end}
        (i32.const 0)))`,
    `${exit}
    (import "wasi:keyvalue/store@0.2.0-draft2" (instance $store
      (export "bucket" (type $bucket (sub resource)))
      (type $error' (variant (case "no-such-store") (case "access-denied") (case "other" string)))
      (export "error" (type $error (eq $error')))
      (export "open" (func (param "identifier" string) (result (result (own $bucket) (error $error)))))))
    (alias export $store "bucket" (type $bucket))
    (core module $memory (memory (export "memory") 1) (data (i32.const 0) "store")
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
    (core instance $m0 (instantiate $memory))
    (core func $open (canon lower (func $store "open") (memory (core memory $m0 "memory")) (realloc (core func $m0 "realloc"))))
    (core func $drop (canon resource.drop $bucket))`,
    `(with "h" (instance (export "open" (func $open)) (export "drop" (func $drop)) (export "exit" (func $exit))
      (export "memory" (memory $m0 "memory"))))`,
  );

/** An instance that holds a store, with what the host was told of drops; a third store opens never. */
async function held(end: string) {
  const guest = await loadGuest(await parse(holding(end)), { name: 'app.wasm', cacheDir: sharedCache });
  const dropped: HostResource[] = [];
  const waiting = Promise.withResolvers<undefined>();
  const hosts = (await hostsFor(guest.imports))(opener({ keyvalue: { store: memoryKeyValue() } }));
  let opened = 0;
  const watched = hosts.map(({ name, functions }) => {
    const open = functions['open'] as ((name: string) => unknown) | undefined;
    const counted: HostFunction = (store: string) => {
      opened += 1;
      if (opened < 3) return open?.(store);
      waiting.resolve(undefined);
      return new Promise(() => undefined);
    };
    const drop: HostFunction = (one: HostResource) => void dropped.push(one);
    return { name, functions: { ...functions, open: counted, '[resource-drop]bucket': drop } };
  });
  const instance = await guest.instantiate(watched, {
    args: [],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: () => undefined,
    stderr: () => undefined,
  });
  return { instance, dropped, waiting: waiting.promise };
}

describe('what a component still holds is dropped, each once', () => {
  for (const [how, end] of [
    ['when it returns', ''],
    ['when it traps', 'unreachable'],
    ['when it exits', '(call $exit (i32.const 3))'],
  ] as const) {
    test(how, async () => {
      const { instance, dropped } = await held(end);
      await instance.run().catch((error: unknown) => {
        assert.ok(error instanceof GuestTrap, String(error));
      });
      assert.equal(dropped.length, 1);
      await instance[Symbol.asyncDispose]();
      assert.equal(new Set(dropped).size, 2);
      assert.equal(dropped.length, 2);
    });
  }

  test('when it is left while it waits for a host', async () => {
    const { instance, dropped, waiting } = await held(
      '(call $open (i32.const 0) (i32.const 5) (i32.const 48))',
    );
    const left = assert.rejects(instance.run(), InstanceEnded);
    await waiting;
    await instance[Symbol.asyncDispose]();
    await left;
    assert.equal(new Set(dropped).size, 2);
    assert.equal(dropped.length, 2);
  });
});
