/** Component guests: transpiled to JavaScript once, then run from the cache. */
import { readImportedTypes, readInterfaces } from '@slight/slightfile/wasm/component.ts';
import type { HostInterface } from '../../hosts/host.ts';
import { GuestTrap } from '../guest.ts';
import type { Guest, GuestIo, Instance } from '../guest.ts';
import { Mistake } from '../../mistake.ts';
import { GuestExit, guestTrap } from '../trap.ts';
import { wasi } from '../wasi/index.ts';
import { bind } from './bindings.ts';
import type { ComponentImports } from './bindings.ts';
import { cached } from './cache.ts';
import type { CacheOptions, Entry, Made } from './cache.ts';
import { passings } from './passing.ts';
import { Resources } from './resources.ts';

/** What jco makes of a component, with `instantiation: 'async'`. */
interface Transpiled {
  instantiate(
    getCoreModule: (name: string) => Promise<WebAssembly.Module>,
    imports: ComponentImports,
  ): Promise<Readonly<Record<string, unknown>>>;
}

export interface ComponentOptions extends CacheOptions {
  /** What messages call it. */
  readonly name: string;
  /** Given where the bytes are a core module, which is to be made a component. */
  readonly core?: 'command' | 'reactor';
}

/** @throws Mistake where the bytes are no valid component */
export async function loadComponent(bytes: Uint8Array, options: ComponentOptions): Promise<Guest> {
  const entry = await cached(options, bytes, () => make(bytes, options));
  // started now, so that V8 compiles while the capabilities are brought up
  const program = compile(entry);
  program.catch(() => undefined);
  return {
    kind: 'component',
    ...entry.interfaces,
    instantiate: async (hosts, io) => instantiate(await program, entry, hosts, io),
  };
}

/** What takes long: the modules that do it are loaded only here. */
async function make(bytes: Uint8Array, { name, core }: ComponentOptions): Promise<Made> {
  try {
    const component = core ? await (await import('./wrap.ts')).wrap(bytes, core) : bytes;
    const interfaces = readInterfaces(component);
    const { transpile } = await import('./transpile.ts');
    const files = await transpile(component, interfaces);
    return { files, interfaces, passings: passings(readImportedTypes(component)) };
  } catch (error) {
    throw new Mistake('not-wasm', `${name} is no component that can be run: ${reason(error)}`, {
      cause: error,
    });
  }
}

/** The first line of what jco or wasm-tools say. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? message;
}

interface Program {
  readonly transpiled: Transpiled;
  readonly modules: ReadonlyMap<string, Promise<WebAssembly.Module>>;
}

async function compile({ script, modules }: Entry): Promise<Program> {
  const compiled = new Map(
    [...modules].map(([name, bytes]) => [name, WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>)]),
  );
  const transpiled = (await import(script)) as Transpiled;
  return { transpiled, modules: compiled };
}

async function instantiate(
  { transpiled, modules }: Program,
  { interfaces, passings: known }: Entry,
  hosts: readonly HostInterface[],
  io: GuestIo,
): Promise<Instance> {
  const system = wasi(interfaces.imports, io);
  const resources = new Resources();
  const imports = bind(interfaces.imports, known, [...hosts, ...system.hosts], resources);
  const getModule = (name: string) =>
    modules.get(name) ?? Promise.reject(new Error(`${name} is not in the cache`));
  const outcome = await settled(() => transpiled.instantiate(getModule, imports));
  return {
    async run() {
      // a guest may end or trap while it is instantiated; that is its run
      const exports = 'value' in outcome ? outcome.value : undefined;
      if (!exports) return exitCode(outcome as Failed);
      const command = commandOf(exports);
      const ended = await settled(command);
      return 'value' in ended ? 0 : exitCode(ended);
    },
    async [Symbol.asyncDispose]() {
      try {
        await resources[Symbol.asyncDispose]();
      } finally {
        system[Symbol.dispose]();
      }
    },
  };
}

interface Failed {
  readonly error: unknown;
}

async function settled<T>(work: () => Promise<T>): Promise<{ readonly value: T } | Failed> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** The `run` of wasi:cli/run, of whichever version. */
function commandOf(exports: Readonly<Record<string, unknown>>): () => Promise<void> {
  const name = Object.keys(exports).find((one) => /^wasi:cli\/run@0\.2\./.test(one));
  if (name === undefined) {
    throw new Mistake(
      'no-command',
      'The component exports no wasi:cli/run, so there is nothing to run. Build it as a program with a main function.',
    );
  }
  return (exports[name] as { run: () => Promise<void> }).run;
}

/** The exit code of a run that ended with an exception. Throws what is no end of the guest's own. */
function exitCode({ error }: Failed): number {
  if (error instanceof GuestExit) return error.code;
  // the `err` of run's `result`, which holds nothing
  if (error === undefined) return 1;
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw guestTrap(error);
  if (error instanceof Error && error.name === 'SuspendError') {
    throw new GuestTrap(
      'The guest called a host function where it cannot wait: in a start function or while it takes a value.',
      {
        cause: error,
      },
    );
  }
  if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    throw new GuestTrap('The guest gave a text that is not UTF-8.', { cause: error });
  }
  throw error as Error;
}
