/** Every guest of the tests. */
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
  types,
} from './recipes.ts';
import { contractC, told } from './told.ts';

const spiderlightning = [...contractC, ...c('spiderlightning.c')];
const hostile = (by: string) => c('hostile.h', 'preview1.h', 'wasi02.h', 'hostile.c', `hostile-${by}.c`);

const secrets = [...spiderlightning.filter((file) => !file.endsWith('contract.c')), ...c('secrets.c')];

const wasiHttp = c('wasi-http.h', 'wasi-http.c');

/** Built for an older version of WASI. */
const oldWasiHttp = (wasi: string) =>
  reactorC(`c-wasi-http-${wasi}`, 'wasi-http', wasiHttp, ['-DOLD', `-DVERSION="${wasi}"`], wasi);

/** The conformance suite's topics, each by preview 1: as a module, and as a component through the adapter. */
const topics = ['process', 'descriptors', 'files', 'paths', 'links', 'folders', 'streams'];
const topic = (name: string) => c('preview1.h', 'wasi/cases.h', `wasi/${name}.c`);

const handles = 'test/guests/js/handles.js';

export const guests: readonly GuestRecipe[] = [
  ...told,
  legacyC('c-hello', c('hello.c')),
  legacyC('c-probe', c('probe.c')),
  legacyC(
    'c-spin',
    [...spiderlightning.filter((file) => !/(contract|driver)\.c$/.test(file)), ...c('spin.c')],
    ['-DGENERATION=5'],
  ),
  legacyC('c-secrets', secrets, ['-DGENERATION=5']),
  reactorC('c-wasmcloud-messaging', 'wasmcloud-messaging', c('handler.c')),
  reactorC('c-wasi-messaging', 'wasi-messaging', c('handler.c'), ['-DWASI']),
  javascript('js-wasmcloud-messaging', 'wasmcloud-messaging-javascript', { imports: [handles] }),
  javascript('js-wasi-messaging', 'wasi-messaging-javascript', { imports: [handles] }),
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
  ...rust('wasi-rust', 'test/guests/rust/wasi.rs'),
  legacyC('c-hostile', hostile('preview1')),
  componentC('c-hostile-component', 'program', hostile('preview1')),
  componentC('c-hostile-wasi02', 'wasi02', hostile('wasi02')),
  componentC('c-secrets-component', 'keyvalue', secrets, ['-DGENERATION=6']),
  embeddedC('c-keyvalue-core', 'keyvalue', spiderlightning, ['-DGENERATION=6']),
  ...['draft', 'draft2'].map((draft) =>
    componentC(`c-wasi-watcher-${draft}`, `wasi-watcher-${draft}`, c('watcher.c'), [`-DDRAFT="${draft}"`]),
  ),
  javascript('js-watcher', 'watcher-javascript'),
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
  rustComponent('rust-wasi-http', 'test/guests/rust/wasi-http.rs', 'wasi-http', ['--crate-type=cdylib'], {
    kind: 'reactor',
  }),
  rustComponent('rust-sleep-component', 'test/guests/rust/sleep.rs', 'program'),
  javascript('js-http', 'http-handler-javascript'),
  javascript('js-types', 'types', { from: types }),
  javascript('js-exports', 'exports', { from: exported }),
];
