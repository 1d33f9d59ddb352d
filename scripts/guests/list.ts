/** Every guest of the tests. */
import { componentOf, embed } from './component.ts';
import { compileRust } from './compilers.ts';
import type { GuestRecipe } from './guest.ts';
import {
  c,
  componentC,
  embeddedC,
  exported,
  javascript,
  legacyC,
  reactorC,
  rust,
  rustComponent,
  rustModule,
  shared,
  types,
  worlds,
} from './recipes.ts';

const contract = c('guest.h', 'spiderlightning.h', 'guest.c', 'contract.c', 'driver.c');
const spiderlightning = [...contract, ...c('spiderlightning.c')];
const messaging = [...contract, ...c('messaging.c')];
const blobStore = [...contract, ...c('blobs.h', 'blobs.c', 'blob-store.c')];
const wasiBlobs = [...contract, ...c('blobs.h', 'blobs.c', 'wasi-blobstore.c')];
const wasiKeyvalue = [...contract, ...c('wasi-keyvalue.c')];
const locks = [...contract, ...c('locks.c')];
const sql = [...contract, ...c('sql.c')];
const configs = [...contract, ...c('configs.c')];
const hostile = (by: string) => c('hostile.h', 'preview1.h', 'wasi02.h', 'hostile.c', `hostile-${by}.c`);

const secrets = [...spiderlightning.filter((file) => !file.endsWith('contract.c')), ...c('secrets.c')];

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
  legacyC('c-configs-0.5', configs, ['-DGENERATION=5']),
  legacyC('c-configs-0.2', configs, ['-DGENERATION=2']),
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
  rustModule('rust-messaging', 'test/guests/rust/messaging.rs'),
  rustComponent('rust-messaging-component', 'test/guests/rust/messaging.rs', 'messaging', [
    '--cfg=component',
  ]),
  javascript('js-messaging', 'messaging-javascript'),
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
  componentC('c-configs-component', 'keyvalue', configs, ['-DGENERATION=6']),
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
  rustModule(
    'rust-http',
    'test/guests/rust/http.rs',
    ['--crate-type=cdylib', '-Adead_code'],
    ['examples/http-shop/spiderlightning.rs'],
  ),
  rustModule('rust-relay', 'test/guests/rust/relay.rs'),
  javascript('js-wasi-http', 'wasi-http-javascript'),
  javascript('js-relay', 'relay'),
  rustComponent(
    'rust-wasi-http',
    'test/guests/rust/wasi-http.rs',
    'wasi-http',
    ['--crate-type=cdylib'],
    'reactor',
  ),
  rustComponent('rust-sleep-component', 'test/guests/rust/sleep.rs', 'program'),
  javascript('js-keyvalue', 'keyvalue-javascript', { source: 'contract', imports: [driven] }),
  javascript('js-locks', 'locks-javascript', { imports: [driven] }),
  javascript('js-blob-store', 'blob-store-javascript', { imports: [driven] }),
  javascript('js-http', 'http-handler-javascript'),
  javascript('js-types', 'types', { from: types }),
  javascript('js-exports', 'exports', { from: exported }),
];
