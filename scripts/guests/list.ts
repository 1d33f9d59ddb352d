/** Every guest of the tests. */
import { componentOf, embed } from './component.ts';
import { compileC, compileRust } from './compilers.ts';
import type { GuestRecipe } from './guest.ts';
import { componentOfJavaScript, globals } from './javascript.ts';
import { witFiles } from './wit.ts';

const worlds = 'test/guests/wit/guests.wit';
const types = 'test/guests/types-wit/types.wit';
const exported = 'test/guests/exports-wit/exports.wit';
const recipes = ['compilers', 'component', 'http-apart', 'javascript', 'wit'].map(
  (name) => `scripts/guests/${name}.ts`,
);
const shared = [worlds, ...witFiles, ...recipes];

const c = (...files: string[]) => files.map((file) => `test/guests/c/${file}`);
const contract = c('guest.h', 'spiderlightning.h', 'guest.c', 'contract.c', 'driver.c');
const spiderlightning = [...contract, ...c('spiderlightning.c')];
const messaging = [...contract, ...c('messaging.c')];
const blobStore = [...contract, ...c('blobs.h', 'blobs.c', 'blob-store.c')];
const wasiBlobs = [...contract, ...c('blobs.h', 'blobs.c', 'wasi-blobstore.c')];
const wasiKeyvalue = [...contract, ...c('wasi-keyvalue.c')];
const locks = [...contract, ...c('locks.c')];
const sql = [...contract, ...c('sql.c')];
const hostile = (by: string) => c('hostile.h', 'preview1.h', 'wasi02.h', 'hostile.c', `hostile-${by}.c`);

const secrets = [...spiderlightning.filter((file) => !file.endsWith('contract.c')), ...c('secrets.c')];

const legacyC = (name: string, sources: readonly string[], flags: readonly string[] = []): GuestRecipe => ({
  name,
  flags,
  sources: [...sources, ...shared],
  build: (root, folder) => compileC(root, folder, sources, flags),
});

/** A core module that the runtime itself is to make a component of. `from`: the file that has the world. */
const embeddedC = (
  name: string,
  world: string,
  sources: readonly string[],
  flags: readonly string[],
  from = worlds,
): GuestRecipe => ({
  name,
  flags: [world, ...flags],
  sources: [...sources, from, ...shared],
  build: async (root, folder) => embed(root, await compileC(root, folder, sources, flags), from, world),
});

const componentC = (
  name: string,
  world: string,
  sources: readonly string[],
  flags: readonly string[] = [],
  from = worlds,
): GuestRecipe => {
  const embedded = embeddedC(name, world, sources, flags, from);
  return { ...embedded, build: async (root, folder) => componentOf(await embedded.build(root, folder)) };
};

/** A component whose exports are called: it has no main function. */
const reactorC = (
  name: string,
  world: string,
  sources: readonly string[],
  flags: readonly string[] = [],
  wasi?: string,
): GuestRecipe => ({
  name,
  flags: [world, ...flags, wasi ?? ''],
  sources: [...sources, ...shared],
  build: async (root, folder) => {
    const core = await compileC(root, folder, sources, flags, 'reactor');
    return componentOf(await embed(root, core, worlds, world, wasi), 'reactor');
  },
});

const wasiHttp = c('wasi-http.h', 'wasi-http.c');

/** Built for an older version of WASI. */
const oldWasiHttp = (wasi: string) =>
  reactorC(`c-wasi-http-${wasi}`, 'wasi-http', wasiHttp, ['-DOLD', `-DVERSION="${wasi}"`], wasi);

/** The conformance suite's topics, each by preview 1: as a module, and as a component through the adapter. */
const topics = ['process', 'descriptors', 'files', 'paths', 'links', 'folders', 'streams'];
const topic = (name: string) => c('preview1.h', 'wasi/cases.h', `wasi/${name}.c`);

const driven = 'test/guests/js/driven.js';

const rustSource = 'test/guests/rust/contract.rs';
const rustFiles = [rustSource, 'test/guests/rust/spiderlightning.rs'];

/** A program in Rust that needs nothing but WASI, as a module and as a component. */
const rust = (name: string, source: string): readonly GuestRecipe[] => [
  { name, sources: [source, ...shared], build: (root, folder) => compileRust(root, folder, source) },
  {
    name: `${name}-component`,
    sources: [source, ...shared],
    build: async (root, folder) =>
      componentOf(await embed(root, await compileRust(root, folder, source), worlds, 'program')),
  },
];

/** The guest that does what it is told, with what the flags give it for a store. */
const rustContract = (name: string, world: string, flags: readonly string[] = []): readonly GuestRecipe[] => [
  {
    ...{ name, flags, sources: [...rustFiles, ...shared] },
    build: (root, folder) => compileRust(root, folder, rustSource, flags),
  },
  {
    ...{ name: `${name}-component`, flags, sources: [...rustFiles, ...shared] },
    build: async (root, folder) => {
      const core = await compileRust(root, folder, rustSource, [...flags, '--cfg=component']);
      return componentOf(await embed(root, core, worlds, world));
    },
  },
];

export const guests: readonly GuestRecipe[] = [
  legacyC('c-hello', c('hello.c')),
  legacyC('c-probe', c('probe.c')),
  legacyC('c-keyvalue-0.5', spiderlightning, ['-DGENERATION=5']),
  legacyC('c-keyvalue-0.2', spiderlightning, ['-DGENERATION=2']),
  legacyC('c-locks-0.5', locks, ['-DGENERATION=5']),
  legacyC('c-locks-0.2', locks, ['-DGENERATION=2']),
  legacyC('c-blob-store', blobStore, ['-DGENERATION=5']),
  componentC('c-blob-store-component', 'blob-store', blobStore, ['-DGENERATION=6']),
  componentC('c-wasi-blobstore', 'wasi-blobstore', wasiBlobs, ['-DGENERATION=6']),
  legacyC(
    'c-spin',
    [...spiderlightning.filter((file) => !/(contract|driver)\.c$/.test(file)), ...c('spin.c')],
    ['-DGENERATION=5'],
  ),
  legacyC('c-secrets', secrets, ['-DGENERATION=5']),
  legacyC('c-messaging-0.5', messaging, ['-DGENERATION=5']),
  legacyC('c-pubsub-0.2', messaging, ['-DGENERATION=2']),
  legacyC('c-mq-0.2', messaging, ['-DGENERATION=2', '-DQUEUE']),
  componentC('c-messaging-component', 'messaging', messaging, ['-DGENERATION=6']),
  {
    name: 'rust-messaging',
    sources: ['test/guests/rust/messaging.rs', ...shared],
    build: (root, folder) => compileRust(root, folder, 'test/guests/rust/messaging.rs'),
  },
  {
    name: 'rust-messaging-component',
    sources: ['test/guests/rust/messaging.rs', ...shared],
    build: async (root, folder) => {
      const core = await compileRust(root, folder, 'test/guests/rust/messaging.rs', ['--cfg=component']);
      return componentOf(await embed(root, core, worlds, 'messaging'));
    },
  },
  {
    name: 'js-messaging',
    sources: ['test/guests/js/messaging.js', globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/messaging.js', worlds, 'messaging-javascript'),
  },
  legacyC('c-sql-0.5', sql, ['-DGENERATION=5']),
  componentC('c-sql-component', 'sql', sql, ['-DGENERATION=6']),
  componentC('c-wasi-sql', 'wasi-sql', sql, ['-DGENERATION=6', '-DWASI']),
  legacyC('c-http-0.5', c('http.h', 'http.c'), ['-DGENERATION=5']),
  legacyC('c-http-0.2', c('http.h', 'http.c'), ['-DGENERATION=2']),
  legacyC('c-http-main', c('http.h', 'http.c'), ['-DGENERATION=2', '-DMAIN']),
  reactorC('c-http-component', 'http-handler', c('http.h', 'http.c'), ['-DGENERATION=6']),
  legacyC('c-http-client', c('http-client.c')),
  componentC('c-wasi-http-client', 'http-client', c('wasi-http-client.c')),
  reactorC('c-wasi-http', 'wasi-http', wasiHttp, ['-DKEYVALUE']),
  oldWasiHttp('0.2.0'),
  oldWasiHttp('0.2.3'),
  reactorC('c-serving', 'serving', c('serving.c')),
  componentC('c-hello-component', 'program', c('hello.c')),
  componentC('c-probe-component', 'program', c('probe.c')),
  componentC('c-network-component', 'network', c('network.c')),
  ...topics.map((name) => legacyC(`wasi-${name}`, topic(name))),
  ...topics.map((name) => componentC(`wasi-${name}-component`, 'program', topic(name))),
  componentC('wasi-wasi02-component', 'wasi02', [...topic('wasi02'), ...c('wasi02.h')]),
  ...rustContract('rust-keyvalue', 'keyvalue'),
  ...rustContract('rust-locks', 'locks', ['--cfg=locks']),
  ...rust('wasi-rust', 'test/guests/rust/wasi.rs'),
  legacyC('c-hostile', hostile('preview1')),
  componentC('c-hostile-component', 'program', hostile('preview1')),
  componentC('c-hostile-wasi02', 'wasi02', hostile('wasi02')),
  componentC('c-keyvalue-component', 'keyvalue', spiderlightning, ['-DGENERATION=6']),
  componentC('c-secrets-component', 'keyvalue', secrets, ['-DGENERATION=6']),
  componentC('c-locks-component', 'locks', locks, ['-DGENERATION=6']),
  embeddedC('c-keyvalue-core', 'keyvalue', spiderlightning, ['-DGENERATION=6']),
  componentC('c-wasi-keyvalue-draft', 'wasi-keyvalue-draft', wasiKeyvalue, ['-DGENERATION=6', '-DDRAFT=1']),
  componentC('c-wasi-keyvalue-draft2', 'wasi-keyvalue-draft2', wasiKeyvalue, ['-DGENERATION=6', '-DDRAFT=2']),
  ...['draft', 'rc'].map((draft) =>
    componentC(`c-wasi-config-${draft}`, `wasi-config-${draft}`, c('wasi-config.c'), [`-D${draft}`]),
  ),
  componentC('c-poll-component', 'poll', c('poll.c')),
  componentC('c-types-component', 'shaped', c('types.c'), [], types),
  componentC('c-types-high-component', 'shaped', c('types.c', 'high.c'), [], types),
  componentC('c-probe-high-component', 'program', c('probe.c', 'high.c'), ['-DREALLOC']),
  legacyC('c-keyvalue-high', [...spiderlightning, ...c('high.c')], ['-DGENERATION=5']),
  componentC(
    'c-keyvalue-high-component',
    'keyvalue',
    [...spiderlightning, ...c('high.c')],
    ['-DGENERATION=6'],
  ),
  {
    name: 'rust-http',
    sources: ['test/guests/rust/http.rs', 'examples/http-shop/spiderlightning.rs', ...shared],
    build: (root, folder) =>
      compileRust(root, folder, 'test/guests/rust/http.rs', ['--crate-type=cdylib', '-Adead_code']),
  },
  {
    name: 'rust-relay',
    sources: ['test/guests/rust/relay.rs', ...shared],
    build: (root, folder) => compileRust(root, folder, 'test/guests/rust/relay.rs'),
  },
  {
    name: 'js-wasi-http',
    sources: ['test/guests/js/wasi-http.js', globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/wasi-http.js', worlds, 'wasi-http-javascript'),
  },
  {
    name: 'js-relay',
    sources: ['test/guests/js/relay.js', globals, ...shared],
    build: (root, folder) => componentOfJavaScript(root, folder, 'test/guests/js/relay.js', worlds, 'relay'),
  },
  {
    name: 'rust-wasi-http',
    sources: ['test/guests/rust/wasi-http.rs', ...shared],
    build: async (root, folder) => {
      const source = 'test/guests/rust/wasi-http.rs';
      const core = await compileRust(root, folder, source, ['--crate-type=cdylib']);
      return componentOf(await embed(root, core, worlds, 'wasi-http'), 'reactor');
    },
  },
  {
    name: 'rust-sleep-component',
    sources: ['test/guests/rust/sleep.rs', ...shared],
    build: async (root, folder) => {
      const core = await compileRust(root, folder, 'test/guests/rust/sleep.rs');
      return componentOf(await embed(root, core, worlds, 'program'));
    },
  },
  {
    name: 'js-keyvalue',
    sources: ['test/guests/js/contract.js', driven, globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/contract.js', worlds, 'keyvalue-javascript'),
  },
  {
    name: 'js-locks',
    sources: ['test/guests/js/locks.js', driven, globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/locks.js', worlds, 'locks-javascript'),
  },
  {
    name: 'js-blob-store',
    sources: ['test/guests/js/blob-store.js', globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/blob-store.js', worlds, 'blob-store-javascript'),
  },
  {
    name: 'js-http',
    sources: ['test/guests/js/http.js', globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/http.js', worlds, 'http-handler-javascript'),
  },
  {
    name: 'js-types',
    sources: ['test/guests/js/types.js', types, globals, ...shared],
    build: (root, folder) => componentOfJavaScript(root, folder, 'test/guests/js/types.js', types, 'types'),
  },
  {
    name: 'js-exports',
    sources: ['test/guests/js/exports.js', exported, globals, ...shared],
    build: (root, folder) =>
      componentOfJavaScript(root, folder, 'test/guests/js/exports.js', exported, 'exports'),
  },
];
