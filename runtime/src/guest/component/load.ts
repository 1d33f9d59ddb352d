/** Component guests: linked by slight itself; a core module is made a component first. */
import { readInterfaces } from '@slight/slightfile/wasm/component.ts';
import type { ComponentInterfaces } from '@slight/slightfile/wasm/component.ts';
import { WitError } from '../../hosts/values.ts';
import type { HostInterface } from '../../hosts/values.ts';
import { commandName, noCommand } from '../command.ts';
import { InstanceEnded, NoSuchExport } from '../guest.ts';
import type { Guest, GuestIo, Instance } from '../guest.ts';
import { Turn } from '../turn.ts';
import { Wait } from '../wait.ts';
import { bounded } from '../core/bounded.ts';
import type { BoundedModule, Bounds } from '../core/bounded.ts';
import { Mistake } from '../../mistake.ts';
import { wasi } from './wasi/index.ts';
import { cached } from './cache.ts';
import type { CacheOptions } from './cache.ts';
import { endOf, exitCode } from './ending.ts';
import { linked, Running } from './linker/instantiate.ts';
import type { Linked } from './linker/instantiate.ts';
import { link } from './linker/link.ts';
import type { Func, Program } from './linker/program.ts';
import { Unsupported } from './linker/unsupported.ts';
import { ToolFailure } from './tools.ts';

export interface ComponentOptions extends CacheOptions {
  /** What messages call it. */
  readonly name: string;
  /** Given where the bytes are a core module, which is to be made a component. */
  readonly core?: 'command' | 'reactor';
  readonly bounds?: Bounds;
}

/** @throws Mistake where the bytes are no component that can be run */
export async function loadComponent(bytes: Uint8Array, options: ComponentOptions): Promise<Guest> {
  const { name, core, bounds = {} } = options;
  const component = core ? await cached(options, bytes, core, () => wrapped(bytes, core, name)) : bytes;
  const interfaces = understood(component, name);
  const program = linkedProgram(component, interfaces, name);
  // started now, so that V8 compiles while the capabilities are brought up
  const compiled = Promise.all(
    boundedModules(program, name, bounds).map(async (module) => ({
      ...module,
      compiled: await WebAssembly.compile(module.bytes as Uint8Array<ArrayBuffer>),
    })),
  ).then((modules) => linked(program, modules, bounds));
  compiled.catch(() => undefined);
  return {
    kind: 'component',
    ...interfaces,
    instantiate: async (hosts, io) => instantiate(await compiled, interfaces, name, hosts, io),
  };
}

function boundedModules(program: Program, name: string, bounds: Bounds): readonly BoundedModule[] {
  const modules = new Map(program.modules.map((bytes, index) => [`${index}`, bytes]));
  return [...bounded(modules, name, bounds).values()];
}

function linkedProgram(component: Uint8Array, interfaces: ComponentInterfaces, name: string): Program {
  try {
    const program = link(component);
    if (!program.isPackage) return program;
  } catch (error) {
    if (error instanceof Unsupported) {
      // what it is says more than what of it is not served
      const isLater = interfaces.exports.some((one) => /^wasi:.*@0\.3\./.test(one.name));
      if (isLater) throw noCommand({ kind: 'component', ...interfaces }, name);
      throw mistake(`${name} ${error.message}`, error);
    }
    throw mistake(
      `${name} is a component in an encoding that this version of slight does not know (${(error as Error).message}). Build it for WASI 0.2 with tools of today.`,
      error,
    );
  }
  throw new Mistake(
    'not-wasm',
    `${name} is a package of WIT, and no program. Name the .wasm file that building the guest made.`,
  );
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

function mistake(message: string, cause: unknown): Mistake {
  return new Mistake('not-wasm', message, { cause });
}

function instantiate(
  component: Linked,
  interfaces: ComponentInterfaces,
  name: string,
  hosts: readonly HostInterface[],
  io: GuestIo,
): Instance {
  const system = wasi(interfaces.imports, io);
  const wait = new Wait();
  const running = new Running(component, [...hosts, ...system.hosts], wait);
  const started = settled(() => {
    running.start();
  });
  wait.leave();
  const { program, bounds } = component;
  const endedBy = (error: unknown) => bounds.watch?.endOf(error) ?? error;
  const turn = new Turn(wait);
  return {
    end: (reason) => wait.end(reason),
    run: () =>
      turn.take(async () => {
        // a guest may end or trap while it is instantiated; that is its run
        if (started) return exitCode(endedBy(started.error));
        const command = commandOf(program);
        if (!command) throw noCommand({ kind: 'component', ...interfaces }, name);
        try {
          await running.call(command, []);
          return 0;
        } catch (error) {
          return exitCode(endedBy(error));
        }
      }),
    // one promise and not one for each part: a request waits for all of them
    async call(interfaceName, functionName, args) {
      turn.begin();
      bounds.watch?.enter();
      try {
        if (started) throw started.error;
        const func = program.exports.get(interfaceName)?.get(functionName);
        if (!func) throw new NoSuchExport(interfaceName, functionName);
        return await running.call(func, args);
      } catch (error) {
        throw turn.reason ?? (isOwn(error) ? error : endOf(endedBy(error)));
      } finally {
        turn.over();
      }
    },
    async [Symbol.asyncDispose]() {
      await turn.end(new InstanceEnded());
      try {
        await running[Symbol.asyncDispose]();
      } finally {
        system[Symbol.dispose]();
      }
    },
  };
}

/** What a call itself has as its failure. */
function isOwn(error: unknown): boolean {
  return error instanceof WitError || error instanceof NoSuchExport;
}

function settled(work: () => void): { readonly error: unknown } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** The `run` of wasi:cli/run, of whichever version. */
function commandOf({ exports }: Program): Func | undefined {
  const name = [...exports.keys()].find((one) => commandName.test(one));
  return name === undefined ? undefined : exports.get(name)?.get('run');
}
