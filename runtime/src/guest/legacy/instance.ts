/** An instance of a legacy module. */
import type { Generation } from '@slight/slightfile/interfaces.ts';
import { WitError } from '../../hosts/values.ts';
import type { HostInterface } from '../../hosts/values.ts';
import { Mistake } from '../../mistake.ts';
import { AbiFault } from '../abi/fault.ts';
import type { CoreValue } from '../abi/bits.ts';
import { GuestTrap, InstanceEnded, NoSuchExport, type GuestIo, type Instance } from '../guest.ts';
import { isOwn, serverInit } from '../own-functions.ts';
import { GuestExit, guestTrap } from '../trap.ts';
import { Turn } from '../turn.ts';
import { Wait } from '../wait.ts';
import type { Watch } from '../core/watch.ts';
import { GuestSide } from './abi/guest-side.ts';
import type { Handler, Handlers } from './handlers.ts';
import { dropAll, importsOf, type Codes, type ImportContext } from './imports.ts';
import { openPreview1 } from './preview1/preview1.ts';
import { resetHosts } from './reset.ts';
import type { Resettable } from './reset.ts';
import { effect, Use } from './use.ts';

/** What an instance is made of, besides its module. */
export interface Start {
  readonly generation: Generation;
  /** The export that is the module's start function: see start-function.ts. */
  readonly start?: string;
  /** What it imports besides what hosts give. */
  readonly more?: () => WebAssembly.Imports;
  readonly watch?: Watch;
  readonly codes: Codes;
  readonly handlers: Handlers;
  readonly hosts: readonly HostInterface[];
  readonly io: GuestIo;
  /** Where it is to be put back to its start. */
  readonly state: Resettable | undefined;
}

type CoreFunction = (...values: CoreValue[]) => unknown;

/** A handler of the instance. */
interface Known {
  readonly called: CoreFunction;
  /** How many values it takes. */
  readonly length: number;
  readonly handler: Handler;
}

export async function instantiate(module: WebAssembly.Module, start: Start): Promise<Instance> {
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
  /** What the guest's code threw, as people read it. */
  const thrown = (error: unknown): unknown => {
    if (failures.has(error) || error instanceof GuestExit) return error;
    return guestTrap(start.watch?.endOf(error) ?? error);
  };
  /** Runs an export, which may wait for hosts. What the guest's code throws comes out as people read it. */
  const enter = async (instance: WebAssembly.Instance, name: string, values: readonly CoreValue[]) => {
    const called = instance.exports[name] as CoreFunction;
    requireLength(called.length, name, values);
    try {
      return await entryOf(called)(...values);
    } catch (error) {
      throw thrown(error);
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
    const isThere = (interfaceName: string, name: string) =>
      interfaceName === '' &&
      typeof instance.exports[name] === 'function' &&
      (name === serverInit || isOwn(name));
    // looked up once: that takes as long as the call of a short handler
    const known = new Map<string, Known>();
    const knownOf = (name: string): Known | undefined => {
      let one = known.get(name);
      if (one || !isThere('', name)) return one;
      const called = instance.exports[name] as CoreFunction;
      known.set(name, (one = { called, length: called.length, handler: start.handlers(name) }));
      return one;
    };
    const enterNow = ({ called, length, handler }: Known, name: string, args: readonly unknown[]) => {
      const values = handler.halves.lower(guest, args);
      requireLength(length, name, values);
      let returned: unknown;
      try {
        returned = called(...values);
      } catch (error) {
        throw thrown(error);
      }
      return handler.halves.lift(guest, returned);
    };
    /** What it did was done to its end, or never. */
    let isWhole = true;
    /** It is what it was when it was made. */
    let isAtStart = true;
    return {
      reset() {
        const canReset = state !== undefined && isWhole && failures.size === 0 && wait.reason === undefined;
        isAtStart = canReset && state.restore() && resetHosts(context, preview1);
        return isAtStart;
      },
      end: (reason) => wait.end(reason),
      // a guest may end while it prepares itself; that is its run
      run: () =>
        turn.take(async () => {
          isAtStart = isWhole = false;
          return prepared ? prepared.code : runCommand(instance, (name) => enter(instance, name, []));
        }),
      call: (interfaceName, name, args) =>
        turn.take(async () => {
          if (prepared) throw new GuestTrap(prepared.message, { cause: prepared });
          if (!isThere(interfaceName, name)) throw new NoSuchExport(interfaceName, name);
          const { code } = start.handlers(name);
          isAtStart = isWhole = false;
          start.watch?.enter();
          try {
            const answer = await code(guest, (...values) => enter(instance, name, values), args);
            isWhole = true;
            return answer;
          } catch (error) {
            // an answer too
            isWhole = error instanceof WitError;
            throw callFault(name, start.watch?.endOf(error) ?? error);
          }
        }),
      callNow(interfaceName, name, args) {
        // where it is not at its start, it could not be put back to what it was before
        const mayTry = state !== undefined && isAtStart && wait.reason === undefined;
        const one = mayTry && interfaceName === '' ? knownOf(name) : undefined;
        if (!one?.handler.isDoneNow) return undefined;
        isAtStart = isWhole = false;
        start.watch?.enter();
        try {
          const done = use.attempt(() => enterNow(one, name, args));
          isWhole = true;
          one.handler.isDoneNow = done !== undefined;
          return done;
        } catch (error) {
          isWhole = error instanceof WitError;
          throw callFault(name, start.watch?.endOf(error) ?? error);
        }
      },
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

/** @throws GuestTrap where the export takes another number of values: JavaScript calls with any */
function requireLength(wanted: number, name: string, { length }: readonly CoreValue[]): void {
  if (wanted === length) return;
  throw new GuestTrap(
    `The guest's function ${name} takes ${wanted} values where ${length} are given: it was built for another interface.`,
  );
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

/** Why a call failed, as who called is told. */
function callFault(name: string, error: unknown): unknown {
  if (error instanceof AbiFault) {
    return new GuestTrap(`In its answer to a call of ${name}, the guest ${error.message}.`, { cause: error });
  }
  return error instanceof GuestExit ? new GuestTrap(error.message, { cause: error }) : error;
}
