import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostResource, WitError, type HostInterface } from '../../hosts/values.ts';
import { GuestTrap, type GuestIo } from '../guest.ts';
import { loadLegacy, type LegacyGuest } from './load.ts';
import { compileGuest } from './testdata/compile.ts';

const interfaces = loadLegacy(compileGuest('interfaces'));
const older = loadLegacy(compileGuest('older'));
const handlers = loadLegacy(compileGuest('handlers', 'reactor'));

class Resource extends HostResource {
  readonly name: string;
  constructor(resource: string, name: string) {
    super(resource);
    this.name = name;
  }
}

type Functions = Record<string, (...args: never[]) => unknown>;

function host(name: string, functions: Functions): HostInterface {
  return { name, functions };
}

/** A key-value host in memory that says what is dropped. */
function keyvalue(values = new Map<string, Uint8Array>(), dropped: string[] = []): HostInterface {
  return host('keyvalue', {
    '[static]keyvalue.open': async (name: string) => {
      await sleep(1);
      if (name === 'none') throw new WitError({ tag: 'connection-error', val: 'not here' }, 'not here');
      return new Resource('keyvalue', name);
    },
    // at once, which a host may do too
    '[method]keyvalue.get': (store: Resource, key: string) => {
      assert.ok(store instanceof Resource);
      const value = values.get(key);
      if (!value) throw new WitError({ tag: 'key-not-found', val: key }, 'no key');
      return value;
    },
    '[method]keyvalue.set': async (_: Resource, key: string, value: Uint8Array) => {
      await Promise.resolve();
      values.set(key, value);
    },
    '[method]keyvalue.keys': async () => Promise.resolve([...values.keys()]),
    '[resource-drop]keyvalue': (store: Resource) => {
      dropped.push(store.name);
    },
  });
}

/** Runs a guest and gives what it printed and its exit code. */
async function run(
  guest: LegacyGuest,
  args: readonly string[],
  hosts: readonly HostInterface[] = [keyvalue()],
  io: Partial<GuestIo> = {},
): Promise<{ output: string[]; errors: string; code: number }> {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  await using instance = await guest.instantiate(hosts, {
    args: ['guest', ...args],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: (bytes) => out.push(bytes.slice()),
    stderr: (bytes) => err.push(bytes.slice()),
    ...io,
  });
  const code = await instance.run();
  const text = Buffer.concat(out).toString().trimEnd();
  return { output: text === '' ? [] : text.split('\n'), errors: Buffer.concat(err).toString(), code };
}

test('a guest tells what it imports and of which generation it is', () => {
  assert.equal(interfaces.kind, 'legacy');
  assert.equal(interfaces.generation, '0.5');
  assert.equal(older.generation, '0.2');
  assert.equal(loadLegacy(compileGuest('older'), { generation: '0.5' }).generation, '0.5');
  const imported = interfaces.imports.find(({ name }) => name === 'keyvalue');
  assert.deepEqual(imported?.functions.toSorted(), [
    'keyvalue::get',
    'keyvalue::keys',
    'keyvalue::open',
    'keyvalue::set',
  ]);
  assert.ok(!interfaces.imports.some(({ name }) => name === 'canonical_abi'));
  assert.ok(handlers.exports[0]?.functions.includes('on-server-init'));
});

test('strings, bytes, lists, errors and handles go through a C guest', async () => {
  const values = new Map<string, Uint8Array>();
  const dropped: string[] = [];
  const { output, code } = await run(interfaces, ['keyvalue'], [keyvalue(values, dropped)]);
  assert.deepEqual(output, [
    'opened 0 1 2',
    // the last one freed first
    'reused 1 0',
    'clone 3',
    'refused 1 case 3 not here',
    'set 0',
    'got 0 value',
    // no bytes, and yet the guest's allocator is asked: the guest frees what it gets
    'empty 0 length 0 reallocs 1',
    'key key',
    'key empty 😀',
  ]);
  assert.equal(code, 0);
  assert.deepEqual([...values.keys()], ['key', 'empty 😀']);
  assert.deepEqual(values.get('empty 😀'), new Uint8Array());
  // c lives on in its clone until the guest ends
  assert.deepEqual(
    dropped,
    ['a', 'b', 'd', 'e', 'c'].toSorted((x, y) => order(x) - order(y)),
  );
  function order(name: string): number {
    return ['a', 'b', 'e', 'd', 'c'].indexOf(name) < 2 ? 0 : name.charCodeAt(0);
  }
});

test('a guest gets values that make its memory grow', async () => {
  const big = new Uint8Array(3_000_001).fill(1);
  const { output } = await run(interfaces, ['grow'], [keyvalue(new Map([['big', big]]))]);
  assert.deepEqual(output, [...Array<string>(4).fill('3000001 bytes, sum 3000001'), 'grown 1']);
});

test('every case of a variant among records, and a handle that is returned bare', async () => {
  const rows: [string, unknown, string][] = [
    ['int32', -5, '-5'],
    ['int64', -9007199254740993n, '-9007199254740993'],
    ['uint32', 4294967295, '4294967295'],
    ['uint64', 18446744073709551615n, '18446744073709551615'],
    ['float', 0.5, '0.5'],
    ['double', -2.25, '-2.25'],
    ['str', 'text', 'text'],
    ['boolean', true, '1'],
    ['date', '2024-01-17', '2024-01-17'],
    ['time', '', ''],
    ['timestamp', 't', 't'],
    ['binary', Buffer.from('bytes'), 'bytes'],
    ['null', undefined, 'null'],
  ];
  const asked: unknown[] = [];
  const { output } = await run(
    interfaces,
    ['sql'],
    [
      host('sql', {
        '[static]statement.prepare': (query: string, params: string[]) => {
          asked.push(query, params);
          return new Resource('statement', query);
        },
        '[static]sql.open': (name: string) => new Resource('sql', name),
        '[method]sql.query': (db: Resource, statement: Resource) => {
          asked.push(db.name, statement.name);
          return rows.map(([tag, val]) => ({ fieldName: `f-${tag}`, value: { tag, val } }));
        },
      }),
    ],
  );
  assert.deepEqual(asked, ['SELECT $1', ['x', ''], 'db', 'SELECT $1']);
  assert.deepEqual(output, ['query 0', ...rows.map(([tag, , shown], index) => `f-${tag} ${index} ${shown}`)]);
});

test('64-bit integers are exact', async () => {
  let got: unknown[] = [];
  const { output } = await run(
    interfaces,
    ['lock'],
    [
      host('distributed-locking', {
        '[static]distributed-locking.open': (name: string) => new Resource('distributed-locking', name),
        '[method]distributed-locking.lock-with-time-to-live': (_: Resource, ...rest: never[]) => {
          got = rest;
          return new TextEncoder().encode('key');
        },
      }),
    ],
  );
  assert.deepEqual(got, [new TextEncoder().encode('name'), -9007199254740993n]);
  assert.deepEqual(output, ['lock 0 key']);
});

test('a record of enum, lists of tuples and options, in both directions', async () => {
  const requests: unknown[] = [];
  const { output } = await run(
    interfaces,
    ['http'],
    [
      host('http-client', {
        request: (request: { uri: string }) => {
          requests.push(request);
          if (request.uri === '') throw new WitError({ tag: 'status-error', val: 418 }, 'teapot');
          return {
            status: 599,
            headers: [
              ['x', 'y'],
              ['', 'z'],
            ],
            body: undefined,
          };
        },
      }),
    ],
  );
  assert.deepEqual(requests, [
    {
      method: 'options',
      uri: 'http://x/',
      headers: [
        ['a', '1'],
        ['b', ''],
      ],
      params: [],
      body: new TextEncoder().encode('body'),
    },
    { method: 'get', uri: '', headers: [], params: [], body: undefined },
  ]);
  assert.deepEqual(output, ['request 0 status 599', 'x=y', '=z', 'no body', 'request 1 case 3 code 418']);
});

test('what the guest still holds at its end is dropped', async () => {
  const dropped: string[] = [];
  await run(interfaces, ['hold'], [keyvalue(new Map(), dropped)]);
  assert.deepEqual(dropped, ['dropped', 'held', 'held too']);
});

test('generation 0.1 opens without a name, and 0.2 has one error', async () => {
  const opened: unknown[] = [];
  const hosts = [
    host('configs', {
      '[static]configs.open': (...args: never[]) => {
        opened.push(...args);
        return new Resource('configs', 'c');
      },
      '[method]configs.get': () => new TextEncoder().encode('v'),
    }),
    host('kv', {
      '[static]kv.open': (name: string) => new Resource('kv', name),
      '[method]kv.get': (store: Resource, key: string) => {
        const val = `${store.name} has no ${key}`;
        throw new WitError({ tag: 'error-with-description', val }, val);
      },
    }),
  ];
  const { output } = await run(older, [], hosts);
  assert.deepEqual(output, ['config 0 v', 'kv 1 case 0 store has no k']);
  assert.deepEqual(opened, ['']);
});

test('an import of other types than the interface has is refused when it is called', async () => {
  const hosts = [host('mq', { '[method]mq.send': () => undefined })];
  await assert.rejects(run(older, ['send'], hosts), {
    name: 'GuestTrap',
    message:
      'In its call of mq::send, the guest passed 5 values, where the interface has 4 (i32, i32, i32, i32): it was built for another version of the interface.',
  });
});

test('what nobody serves fails when it is called, and not before', async () => {
  const unserved = async (what: string) => {
    const error: unknown = await run(interfaces, [what]).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof GuestTrap, String(error));
    return error.message;
  };
  assert.equal(
    await unserved('unserved'),
    'The guest called pub::open of messaging. Slight has no such function in that interface: build the guest without it.',
  );
  assert.equal(
    await unserved('elsewhere'),
    'The guest called thing of elsewhere. Slight knows nothing of that name: build the guest without it, or run it on the host that it was built for.',
  );
  assert.deepEqual((await run(interfaces, [])).output, ['nothing']);
});

test('the guest sees its arguments, and of the machine what it was given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slight-abi-'));
  after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'note'), '');
  const bare = await run(interfaces, ['wasi', 'one', 'zwei ü']);
  assert.deepEqual(bare.output, ['arg one', 'arg zwei ü', 'stdin empty']);
  assert.equal(bare.errors, 'to stderr\n');
  const given = await run(interfaces, ['wasi'], [], {
    environment: { A: 'b=c' },
    folders: { '/data': folder },
  });
  assert.deepEqual(given.output, ['env A=b=c', 'file /data note', 'stdin empty']);
});

test('what a guest says is heard line by line, although it traps behind', async () => {
  const said: string[] = [];
  const stdout = (bytes: Uint8Array) => said.push(Buffer.from(bytes).toString());
  await assert.rejects(run(interfaces, ['say and trap'], [], { stdout }), GuestTrap);
  assert.deepEqual(said, ['one\n', 'two\n']);
});

test('a write from outside the memory is an error of the guest’s call', async () => {
  // 21: fault
  assert.deepEqual((await run(interfaces, ['bad write'])).output, ['outside 21 21 21']);
});

test('the exit code is the guest’s', async () => {
  assert.equal((await run(interfaces, ['exit'])).code, 7);
});

test('a guest that sleeps leaves the host at work', async () => {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 10);
  assert.deepEqual((await run(interfaces, ['sleep'])).output, ['slept']);
  clearInterval(timer);
  // none, if the sleep held this thread
  assert.ok(ticks > 0);
});

const trapped: readonly (readonly [what: string, message: string | RegExp])[] = [
  [
    'bad handle',
    'In its call of keyvalue::get, the guest passed the handle 3 of a keyvalue, which is not open.',
  ],
  [
    'bad drop',
    'In its call of resource_drop_keyvalue, the guest passed the handle 9 of a keyvalue, which is not open.',
  ],
  [
    'bad string',
    /^In its call of keyvalue::get, the guest passed a string outside its memory \(3 bytes at 4294967280, of \d+ in all\)\.$/,
  ],
  ['bad length', /the guest passed a string outside its memory \(4294967295 bytes/],
  ['bad list', /In its call of keyvalue::set, the guest passed a list outside its memory/],
  [
    'bad list of pairs',
    /In its call of http-client::request, the guest passed a list outside its memory \(4294967296 bytes/,
  ],
  [
    'bad return',
    /In its call of keyvalue::get, the guest wants the result outside its memory \(16 bytes at 4294967294/,
  ],
  ['bad utf-8', 'In its call of keyvalue::get, the guest passed a string that is not UTF-8.'],
  ['bad surrogate', 'In its call of keyvalue::get, the guest passed a string that is not UTF-8.'],
  [
    'bad enum',
    'In its call of http-client::request, the guest passed case 7 of the enum `method`, which has 7.',
  ],
  ['bad option', 'In its call of http-client::request, the guest passed case 2 of the option, which has 2.'],
  [
    'blob',
    'In its call of read-stream::read, the guest passed the handle 0 of a read-stream, which is not open.',
  ],
  [
    'unreachable',
    'The guest ran into `unreachable` in `main`: a panic, an abort or a failed assertion ends so.',
  ],
  ['out of bounds', /^The guest read or wrote outside its memory/],
  ['divide', /^The guest divided by zero/],
  ['bad function', /^The guest called a function through a bad pointer/],
  ['recursion', 'The guest used up its stack in `overflow`: a function that calls itself without end does.'],
];

for (const [what, message] of trapped) {
  test(`a guest is stopped with one sentence: ${what}`, async () => {
    let called = false;
    const hosts = [
      keyvalue(),
      host('http-client', { request: () => (called = true) }),
      host('blob-store', { '[method]read-stream.read': () => (called = true) }),
    ];
    const error: unknown = await run(interfaces, [what], hosts).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof GuestTrap, String(error));
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    assert.equal(called, false);
  });
}

test('a fault of the host is no trap of the guest', async () => {
  const wrong = (result: unknown) => [
    host('http-client', {
      request: () => {
        if (result instanceof Error) throw result;
        return Promise.resolve(result);
      },
    }),
  ];
  const broken = new Error('the host is broken');
  await assert.rejects(run(interfaces, ['http'], wrong(broken)), broken);
  await assert.rejects(run(interfaces, ['http'], wrong({ status: 'ok' })), {
    name: 'TypeError',
    message: 'A host gave string to a guest where the WIT wants a number.',
  });
});

test('a module without a main function is no command', async () => {
  await assert.rejects(run(handlers, []), { name: 'Mistake', code: 'no-command' });
});

test('the host calls handlers, and frees what they give', async () => {
  const calls: unknown[] = [];
  const hosts = [
    host('http-server', {
      '[static]router.new': () => new Resource('router', 'r'),
      '[method]router.get': (router: Resource, ...rest: never[]) => {
        calls.push(rest);
        return router;
      },
      '[static]server.serve': async (address: string, router: Resource) => {
        await sleep(1);
        calls.push([address, router.name]);
        if (calls.length > 2) throw new WitError({ tag: 'unexpected-error', val: 'taken' }, 'taken');
        return new Resource('server', address);
      },
    }),
  ];
  await using instance = await handlers.instantiate(hosts, {
    args: [],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  assert.equal(await instance.call('', 'on-server-init', []), undefined);
  assert.deepEqual(calls, [
    ['/hello/:name', 'handle_hello'],
    ['127.0.0.1:0', 'r'],
  ]);
  await assert.rejects(instance.call('', 'on-server-init', []), { name: 'WitError', payload: 'no server' });

  const request = {
    method: 'post',
    uri: '/ü',
    headers: [['content-type', 'text/plain']],
    params: [['name', 'x']],
    body: new TextEncoder().encode(' body'),
  };
  assert.deepEqual(await instance.call('', 'handle-hello', [request]), {
    status: 201,
    headers: [['content-type', 'text/plain']],
    body: new TextEncoder().encode('/ü body'),
  });
  // the error's text; the headers, their two strings, and the body
  assert.equal(
    ((await instance.call('', 'handle-freed', [request])) as { status: number }).status,
    1 + 3 + 1,
  );
  assert.deepEqual(await instance.call('', 'handle-hello', [{ ...request, headers: [], body: undefined }]), {
    status: 201,
    headers: undefined,
    body: undefined,
  });
  await assert.rejects(instance.call('', 'handle-error', [request]), {
    name: 'WitError',
    payload: { tag: 'status-error', val: 418 },
  });
  await assert.rejects(instance.call('', 'handle-lost', [request]), {
    name: 'GuestTrap',
    message: /^In its answer to a call of handle-lost, the guest returned a result outside its memory/,
  });
  await assert.rejects(
    instance.call('', 'handle-trap', [request]),
    /^GuestTrap: The guest ran into `unreachable`/,
  );
  await assert.rejects(
    instance.call('', 'handle-exit', [request]),
    /^GuestTrap: The guest exited with code 3/,
  );
  await assert.rejects(instance.call('', 'handle-none', [request]), {
    name: 'NoSuchExport',
    message: 'The guest exports no function handle-none.',
  });
  await assert.rejects(instance.call('http-handler', 'handle-hello', [request]), { name: 'NoSuchExport' });
  for (const name of ['_initialize', 'canonical_abi_realloc', 'memory']) {
    await assert.rejects(instance.call('', name, [request]), { name: 'NoSuchExport' }, name);
  }
  await assert.rejects(instance.call('', 'handle-nothing', [request]), {
    name: 'GuestTrap',
    message: /handle-nothing takes 0 values where 10 are given/,
  });
  await assert.rejects(instance.call('', 'handle-silently', [request]), {
    name: 'GuestTrap',
    message: /^In its answer to a call of handle-silently, the guest returned no address of a result/,
  });
  await assert.rejects(instance.call('', 'handle-hello', [{ ...request, body: new Uint8Array(2 ** 24) }]), {
    name: 'GuestFull',
  });
});

test('a guest that waits in a call is not called, by its host or by anyone, until it has returned', async () => {
  const refused: unknown[] = [];
  const hosts = [
    host('http-server', {
      '[static]router.new': () => new Resource('router', 'r'),
      '[method]router.get': (router: Resource) => router,
      '[static]server.serve': async (address: string) => {
        // as a server would that answers before it has said that it serves
        await instance.call('', 'handle-error', [request]).catch((error: unknown) => refused.push(error));
        return new Resource('server', address);
      },
    }),
  ];
  const request = { method: 'get', uri: '/', headers: [], params: [], body: undefined };
  await using instance = await handlers.instantiate(hosts, {
    args: [],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: 'inherit',
    stderr: 'inherit',
  });
  const started = instance.call('', 'on-server-init', []);
  await assert.rejects(instance.call('', 'handle-error', [request]), { name: 'GuestBusy' });
  await assert.rejects(instance.run(), { name: 'GuestBusy' });
  assert.equal(await started, undefined);
  assert.deepEqual(
    refused.map((error) => (error as Error).name),
    ['GuestBusy'],
  );
  await assert.rejects(instance.call('', 'handle-error', [request]), { name: 'WitError' });
});
