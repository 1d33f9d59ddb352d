/** Whether a guest is a program that can be run; where it is none, what else it is, and what to do about it. */
import { list } from '@slight/text/words.ts';
import { Mistake } from '../mistake.ts';
import type { Guest } from './guest.ts';

type Facts = Pick<Guest, 'kind' | 'imports' | 'exports'>;

/** @throws Mistake `no-command` where the guest has no command; `name` is what it calls the file */
export function requireCommand(guest: Facts, name: string): void {
  if (!hasCommand(guest)) throw noCommand(guest, name);
}

function hasCommand({ kind, exports }: Facts): boolean {
  if (kind === 'component') return exports.some((one) => commandName.test(one.name));
  return exports.some(({ functions }) => functions.includes('_start'));
}

/** The interface of a component's command, of whichever version that is served. */
export const commandName = /^wasi:cli\/run@0\.2\./;

export function noCommand(guest: Facts, name: string): Mistake {
  return new Mistake('no-command', `${name} ${why(guest)}`);
}

function why({ kind, imports, exports }: Facts): string {
  const exported = exports.flatMap((one) => (one.name === '' ? one.functions : [one.name]));
  const imported = imports.flatMap((one) => [
    one.name,
    ...one.functions.map((each) => `${one.name}.${each}`),
  ]);
  const known = foreign.find(
    (each) =>
      exported.some((one) => each.exports?.test(one)) || imported.some((one) => each.imports?.test(one)),
  );
  if (known) return known.is;
  const all = exported.filter((one) => !/^(_initialize|cabi_|__)/.test(one));
  const [what, command] = kind === 'component' ? ['component', 'wasi:cli/run'] : ['module', '`_start`'];
  const has = all.length === 0 ? 'nothing' : `${listed(all)}, and no ${command}`;
  return `is a ${what} that exports ${has}, so there is nothing to run. Build it as a program with a main function.`;
}

function listed(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names;
  return list(shown);
}

interface Foreign {
  /** An export that tells it, or an import: its module alone, and `module.name`. */
  readonly exports?: RegExp;
  readonly imports?: RegExp;
  /** What it is, and what to do; follows the file's name. */
  readonly is: string;
}

/** What is known of files that are no programs for slight, the first that fits. */
const foreign: readonly Foreign[] = [
  {
    exports: /^(wasi:http\/incoming-handler@0\.2\.|on-server-init$)/,
    is: 'serves HTTP, which the slightfile does not declare. Add these three lines to it: [[capability]], resource = "http", name = "*".',
  },
  {
    exports: /^(wasmcloud:messaging\/handler@0\.2\.|wasi:messaging\/incoming-handler@0\.2\.0-draft$)/,
    is: 'handles messages, and the slightfile declares nothing that they could come from. Add these three lines to it: [[capability]], resource = "messaging.filesystem", name = "messages".',
  },
  {
    exports: /^(wasmcloud|wasi):messaging\/(incoming-)?handler@/,
    is: 'handles messages by another version of the interface than wasmcloud:messaging 0.2 and wasi:messaging 0.2.0-draft, which are what this version of slight calls. Build it for one of those.',
  },
  {
    exports: /^wasi:keyvalue\/watcher@/,
    is: 'watches what its own app changes, and does nothing that changes a store: it exports no wasi:cli/run, wasi:http/incoming-handler or wasmcloud:messaging/handler. Export one of them too.',
  },
  {
    exports: /^wasi:http\/(incoming-)?handler@/,
    is: 'serves HTTP by another version of wasi:http than 0.2, which is what this version of slight serves. Build it for WASI 0.2 (wasm32-wasip2).',
  },
  {
    exports: /^handle-http$/,
    is: 'answers HTTP and does not say at which paths: it exports no on-server-init. Export one that sets a router and a server up.',
  },
  {
    exports: /^wasi:cli\/run@/,
    is: 'is a program of another version of WASI than 0.1 and 0.2, which are what this version of slight runs. Build it for wasm32-wasip2, or for wasm32-wasip1.',
  },
  {
    imports: /^(gojs|go)$/,
    is: 'was built by Go for a browser or Node (GOOS=js). Build it with GOOS=wasip1 GOARCH=wasm.',
  },
  {
    imports: /^(wbg|__wbindgen_\w+|\.\/.*_bg\.js)$/,
    exports: /^__wbindgen_/,
    is: 'was built with wasm-bindgen for a browser or Node. Build it as a program, without wasm-bindgen, for wasm32-wasip1 or wasm32-wasip2.',
  },
  {
    imports: /^(env\._?emscripten_|env\.(_embind_|__syscall_|invoke_)|a\.a$)/,
    is: 'was built by Emscripten for a browser or Node. Build it with wasi-sdk, or with emcc -sSTANDALONE_WASM.',
  },
  {
    exports: /^proxy_(abi_version|on_)/,
    is: 'is a Proxy-Wasm filter, which runs inside a proxy such as Envoy. Build it as a program with a main function.',
  },
  {
    imports: /^extism:host/,
    is: 'is an Extism plug-in, which runs inside an Extism host. Build it as a program with a main function.',
  },
];
