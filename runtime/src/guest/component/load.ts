/** Component guests: transpiled to JavaScript once, then run from the cache. */
import { readInterfaces, readTypes } from '@slight/slightfile/wasm/component.ts';
import type { ComponentInterfaces } from '@slight/slightfile/wasm/component.ts';
import type { HostInterface } from '../../hosts/values.ts';
import { commandName, noCommand } from '../command.ts';
import type { Guest, GuestIo, Instance } from '../guest.ts';
import { Turn } from '../turn.ts';
import { Mistake } from '../../mistake.ts';
import { wasi } from './wasi/index.ts';
import { bind } from './bindings.ts';
import type { ComponentImports } from './bindings.ts';
import { cached } from './cache.ts';
import type { CacheOptions, Entry, Made } from './cache.ts';
import { endOf, exitCode } from './ending.ts';
import { callExport } from './exports.ts';
import type { ComponentExports } from './exports.ts';
import { passings } from './passing.ts';
import { Resources } from './resources.ts';
import { ToolFailure } from './tools.ts';

/** What jco makes of a component, with `instantiation: 'async'`. */
interface Transpiled {
  instantiate(
    getCoreModule: (name: string) => Promise<WebAssembly.Module>,
    imports: ComponentImports,
  ): Promise<ComponentExports>;
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
    instantiate: async (hosts, io) => instantiate(await program, entry, options.name, hosts, io),
  };
}

/** What takes long: the modules that do it are loaded only here. */
async function make(bytes: Uint8Array, { name, core }: ComponentOptions): Promise<Made> {
  const component = core ? await wrapped(bytes, core, name) : bytes;
  const interfaces = understood(component, name);
  try {
    const { transpile } = await import('./transpile.ts');
    const files = await transpile(component, interfaces);
    const types = readTypes(component);
    return { files, interfaces, passings: passings(types.imports), exported: passings(types.exports) };
  } catch (error) {
    throw notRunnable(error, name);
  }
}

async function wrapped(core: Uint8Array, kind: 'command' | 'reactor', name: string): Promise<Uint8Array> {
  try {
    return await (await import('./wrap.ts')).wrap(core, kind);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    throw mistake(
      `${name} imports interfaces of the component model, but cannot be made a component: ${error.message}. Build it again with the WIT and the tools of one time, or make it a component with wasm-tools component new.`,
      error,
    );
  }
}

function understood(component: Uint8Array, name: string): ComponentInterfaces {
  try {
    return readInterfaces(component);
  } catch (error) {
    throw mistake(
      `${name} is a component in an encoding that this version of slight does not know (${(error as Error).message}). Build it for WASI 0.2 with tools of today.`,
      error,
    );
  }
}

/** By what jco says: what the component is, or what it needs. */
const needs: readonly (readonly [RegExp, string])[] = [
  [
    /wit package as input/,
    'is a package of WIT, and no program. Name the .wasm file that building the guest made.',
  ],
  [
    /exceptions proposal/,
    'uses WebAssembly’s exceptions, which this version of slight does not run in components. Build it without them (C++: -fno-exceptions).',
  ],
  [
    /root-level component imports|core module imports? .*not supported/,
    'imports a component, and so is only a part of one. Compose it first, with wac or wasm-tools compose.',
  ],
];

function notRunnable(error: unknown, name: string): unknown {
  if (!(error instanceof ToolFailure)) return error;
  const known = needs.find(([pattern]) => pattern.test(error.message))?.[1];
  if (known !== undefined) return mistake(`${name} ${known}`, error);
  return error.panicked
    ? mistake(
        `${name} is a component that jco, which runs components here, breaks down on (${error.message}). Build it with other tools or without what it exports besides its command, and tell us of it in an issue.`,
        error,
      )
    : mistake(
        `${name} is no component that this version of slight can run: ${error.message}. Build it for WASI 0.2 with tools of today.`,
        error,
      );
}

function mistake(message: string, cause: unknown): Mistake {
  return new Mistake('not-wasm', message, { cause });
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
  { interfaces, passings: known, exported }: Entry,
  name: string,
  hosts: readonly HostInterface[],
  io: GuestIo,
): Promise<Instance> {
  const system = wasi(interfaces.imports, io);
  const resources = new Resources();
  const imports = bind(interfaces.imports, known, [...hosts, ...system.hosts], resources);
  const getModule = (file: string) =>
    modules.get(file) ?? Promise.reject(new Error(`${file} is not in the cache`));
  const outcome = await settled(() => transpiled.instantiate(getModule, imports));
  const context = { refs: interfaces.exports, passings: exported, resources };
  const turn = new Turn();
  return {
    run: () =>
      turn.take(async () => {
        // a guest may end or trap while it is instantiated; that is its run
        if ('error' in outcome) return exitCode(outcome.error);
        const command = commandOf(outcome.value);
        if (!command) throw noCommand({ kind: 'component', ...interfaces }, name);
        const ended = await settled(command);
        return 'value' in ended ? 0 : exitCode(ended.error);
      }),
    call: (interfaceName, functionName, args) =>
      turn.take(() => {
        if ('error' in outcome) throw endOf(outcome.error);
        return callExport(outcome.value, context, interfaceName, functionName, args);
      }),
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
function commandOf(exports: ComponentExports): (() => Promise<void>) | undefined {
  const name = Object.keys(exports).find((one) => commandName.test(one));
  return name === undefined ? undefined : (exports[name] as { run: () => Promise<void> }).run;
}
