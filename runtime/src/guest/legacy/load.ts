/**
 * Guests of slight up to 0.5: core modules that speak WASI preview 1 and the ABI of wit-bindgen 0.2. What they import
 * is looked up in wit/legacy (as tables: generated/legacy-wit.ts), and lifted and lowered by abi/.
 */
import { generationOf, type Generation } from '@slight/slightfile/interfaces.ts';
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import { legacyWit } from '../../generated/legacy-wit.ts';
import { WitError } from '../../hosts/values.ts';
import type { HostInterface } from '../../hosts/values.ts';
import { Mistake } from '../../mistake.ts';
import { once } from '../../once.ts';
import { own } from '../../own.ts';
import { compileExport, type ExportCode } from './abi/call-export.ts';
import { AbiFault } from '../abi/fault.ts';
import { GuestSide } from './abi/guest-side.ts';
import type { CoreValue } from '../abi/bits.ts';
import type { LegacyFunction } from './abi/legacy-wit.ts';
import { GuestTrap, InstanceEnded, NoSuchExport, type Guest, type GuestIo, type Instance } from '../guest.ts';
import { Turn } from '../turn.ts';
import { isOwn, serverInit } from '../own-functions.ts';
import { Wait } from '../wait.ts';
import type { Watch } from '../core/watch.ts';
import { abiModule, dropAll, functionImports, importsOf, type Codes, type ImportContext } from './imports.ts';
import { openPreview1 } from './preview1/preview1.ts';
import { resetHosts, resettableOf } from './reset.ts';
import type { Resettable } from './reset.ts';
import { effect, Use } from './use.ts';
import { GuestExit, guestTrap } from '../trap.ts';

export interface LegacyOptions {
  /** Which interfaces `configs` and `http-types` mean; where it is not given, the module's other imports tell. */
  readonly generation?: Generation;
  /** The export that is the module's start function: see start-function.ts. */
  readonly start?: string;
  /** What each instance imports besides what hosts give. */
  readonly more?: () => WebAssembly.Imports;
  readonly watch?: Watch;
  /** The module's own; without them, its instances are never put back to their start. */
  readonly bytes?: Uint8Array;
}

export interface LegacyGuest extends Guest {
  readonly kind: 'legacy';
  readonly generation: Generation;
}

type CoreFunction = (...values: CoreValue[]) => unknown;

/** Makes a guest of a compiled module. Nothing of it runs yet. */
export function loadLegacy(module: WebAssembly.Module, options: LegacyOptions = {}): LegacyGuest {
  const imports = groupImports(module);
  const generation = options.generation ?? generationOf(imports.map(({ name }) => name));
  const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function');
  // shared by all instances
  const codes: Codes = new Map();
  const handlers = new Map<LegacyFunction, ExportCode>();
  const resettable = once(() => resettableOf(options.bytes));
  return {
    kind: 'legacy',
    generation,
    imports: imports.filter(({ name }) => name !== abiModule),
    // a core module has no interfaces: what it exports is its own
    exports: [
      { name: '', functions: functions.map(({ name }) => name).filter((name) => name !== options.start) },
    ],
    async instantiate(hosts, io) {
      const state = io.resets ? await resettable() : undefined;
      return instantiate(state?.module ?? module, {
        ...options,
        generation,
        codes,
        handlers,
        hosts,
        io,
        state,
      });
    },
  };
}

function groupImports(module: WebAssembly.Module): InterfaceRef[] {
  const groups = Map.groupBy(functionImports(module), (each) => each.module);
  return [...groups].map(([name, members]) => ({ name, functions: members.map((member) => member.name) }));
}

interface Start extends LegacyOptions {
  readonly generation: Generation;
  readonly codes: Codes;
  readonly handlers: Map<LegacyFunction, ExportCode>;
  readonly hosts: readonly HostInterface[];
  readonly io: GuestIo;
  readonly state: Resettable | undefined;
}

async function instantiate(module: WebAssembly.Module, start: Start): Promise<Instance> {
  const guest = new GuestSide();
  const wait = new Wait();
  const use = new Use();
  const preview1 = openPreview1(start.io, guest.memory, { wait, use });
  const failures = new Set<unknown>();
  const context: ImportContext = {
    ...start,
    guest,
    wait,
    use,
    preview1: preview1.imports,
    failed: (error) => failures.add(error),
  };

  const entries = new Map<CoreFunction, CoreFunction>();
  const entryOf = (called: CoreFunction): CoreFunction => {
    let entry = entries.get(called);
    if (!entry) entries.set(called, (entry = WebAssembly.promising(called)));
    return entry;
  };
  /** Runs an export, which may wait for hosts. What the guest's code throws comes out as people read it. */
  const enter = async (instance: WebAssembly.Instance, name: string, values: readonly CoreValue[]) => {
    const called = instance.exports[name] as CoreFunction;
    // JavaScript calls with any number of values
    if (called.length !== values.length) {
      throw new GuestTrap(
        `The guest's function ${name} takes ${called.length} values where ${values.length} are given: it was built for another interface.`,
      );
    }
    try {
      return await entryOf(called)(...values);
    } catch (error) {
      if (failures.has(error) || error instanceof GuestExit) throw error;
      throw guestTrap(start.watch?.endOf(error) ?? error);
    }
  };

  try {
    const instance = instanceOf(module, () => ({ ...importsOf(module, context), ...start.more?.() }));
    guest.memory.bind(instance.exports);
    const prepared = await exitOf(async () => {
      if (start.start !== undefined) await enter(instance, start.start, []);
      // a reactor prepares itself here; a command does in _start
      if (instance.exports['_initialize']) await enter(instance, '_initialize', []);
    });
    const turn = new Turn(wait);
    // what it was told while it prepared itself, another instance would not be
    const isSame = !prepared && use.most === effect.none;
    const state = start.state && isSame ? start.state.stateOf(instance.exports) : undefined;
    let isWhole = true;
    return {
      reset() {
        const canReset = state !== undefined && isWhole && failures.size === 0 && wait.reason === undefined;
        return canReset && state.restore() && resetHosts(context, preview1);
      },
      end: (reason) => wait.end(reason),
      // a guest may end while it prepares itself; that is its run
      run: () =>
        turn.take(async () => {
          isWhole = false;
          return prepared ? prepared.code : runCommand(instance, (name) => enter(instance, name, []));
        }),
      call: (interfaceName, name, args) =>
        turn.take(async () => {
          if (prepared) throw new GuestTrap(prepared.message, { cause: prepared });
          const isThere = interfaceName === '' && typeof instance.exports[name] === 'function';
          if (!isThere || (name !== serverInit && !isOwn(name))) throw new NoSuchExport(interfaceName, name);
          const code = handlerCode(name, start);
          isWhole = false;
          try {
            const answer = await callExport(name, () =>
              code(guest, (...values) => enter(instance, name, values), args),
            );
            isWhole = true;
            return answer;
          } catch (error) {
            // an answer too
            isWhole = error instanceof WitError;
            throw error;
          }
        }),
      async [Symbol.asyncDispose]() {
        await turn.end(new InstanceEnded());
        preview1[Symbol.dispose]();
        dropAll(context);
      },
    };
  } catch (error) {
    preview1[Symbol.dispose]();
    throw error;
  }
}

/** @throws GuestTrap where the module's own memory or data do not let it be instantiated */
function instanceOf(module: WebAssembly.Module, imports: () => WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports());
  } catch (error) {
    // a segment that lies outside the memory, or more memory than there is
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw guestTrap(error);
    throw error;
  }
}

/** How the guest ended itself; undefined where it did not. */
async function exitOf(work: () => Promise<unknown>): Promise<GuestExit | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof GuestExit) return error;
    throw error;
  }
}

async function runCommand(
  instance: WebAssembly.Instance,
  enter: (name: string) => Promise<unknown>,
): Promise<number> {
  if (!instance.exports['_start']) {
    throw new Mistake(
      'no-command',
      'The module exports no `_start`, so there is nothing to run. Build it as a program with a main function.',
    );
  }
  return (await exitOf(() => enter('_start')))?.code ?? 0;
}

/** An export by its name in http-handler.wit; all others are handlers, which have names of the guest's own. */
function handlerCode(name: string, { generation, handlers }: Start): ExportCode {
  const functions = legacyWit[generation]['http-handler']?.functions;
  const type = own(functions, name) ?? functions?.['handle-http'];
  if (!type) throw new Error(`wit/legacy/${generation}/http-handler.wit has no handle-http.`);
  let code = handlers.get(type);
  if (!code) handlers.set(type, (code = compileExport(type)));
  return code;
}

async function callExport(name: string, call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AbiFault) {
      throw new GuestTrap(`In its answer to a call of ${name}, the guest ${error.message}.`, {
        cause: error,
      });
    }
    if (error instanceof GuestExit) throw new GuestTrap(error.message, { cause: error });
    throw error;
  }
}
