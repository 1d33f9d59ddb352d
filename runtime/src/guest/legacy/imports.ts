/** What a legacy module imports: functions of hosts, of WASI preview 1, and of the ABI itself. */
import type { Generation } from '@slight/slightfile/interfaces.ts';
import { legacyWit } from '../../generated/legacy-wit.ts';
import { HostResource, type HostFunction, type HostInterface } from '../../hosts/values.ts';
import { own } from '../../own.ts';
import { checkSignature, compileImport, type ImportCode } from './abi/call-import.ts';
import { AbiFault } from '../abi/fault.ts';
import type { GuestSide } from './abi/guest-side.ts';
import type { CoreValue } from '../abi/bits.ts';
import type { LegacyFunction } from './abi/legacy-wit.ts';
import { GuestTrap } from '../guest.ts';
import { unservedCall } from '../unserved.ts';
import { preview1Module } from './preview1/preview1.ts';
import { GuestExit } from '../trap.ts';
import type { Wait } from '../wait.ts';
import { effect } from './use.ts';
import type { Use } from './use.ts';

/** Functions as they were compiled for an instance before. */
export type Codes = Map<LegacyFunction, ImportCode>;

export interface ImportContext {
  readonly generation: Generation;
  readonly codes: Codes;
  readonly hosts: readonly HostInterface[];
  readonly guest: GuestSide;
  readonly wait: Wait;
  readonly use: Use;
  readonly preview1: Readonly<Record<string, unknown>>;
  /** Told of every error that is not the guest's own, on its way through the guest. */
  readonly failed: (error: unknown) => void;
}

export const abiModule = 'canonical_abi';

/** The import object of a module. What nobody serves is there too, and fails when it is called. */
export function importsOf(module: WebAssembly.Module, context: ImportContext): WebAssembly.Imports {
  // a module may import from `__proto__`, which would set the prototype of an object that has one
  const imports = Object.create(null) as Record<string, Record<string, unknown>>;
  for (const { module: from, name } of functionImports(module)) {
    (imports[from] ??= Object.create(null) as Record<string, unknown>)[name] = importOf(from, name, context);
  }
  return imports;
}

/** Those that hosts give. What else a module imports is refused before it is a guest, or given by who loads it. */
export function functionImports(module: WebAssembly.Module): readonly WebAssembly.ModuleImportDescriptor[] {
  return WebAssembly.Module.imports(module).filter(({ kind }) => kind === 'function');
}

function importOf(from: string, name: string, context: ImportContext): unknown {
  if (from === preview1Module) return own(context.preview1, name) ?? unserved(from, name);
  if (from === abiModule) return handleFunction(name, context) ?? unserved(from, name);
  const func = own(own(legacyWit[context.generation], from)?.functions, name);
  const host = context.hosts.find((each) => each.name === from);
  const call = func && own(host?.functions, func.canonical);
  if (!call) return unserved(from, name);
  // a guest's call waits for as long as the host's promise does
  return new WebAssembly.Suspending(
    hostFunction(
      name.includes('::') ? name : `${from}::${name}`,
      func,
      own(own(legacyWit['0.1'], from)?.functions, name),
      context.wait.around(call as (...args: unknown[]) => unknown, (answer) => dropLate(answer, context)),
      context,
    ),
  );
}

/** A function of a host, as the module imports it. `older` is the one that slight 0.1 had under the same name. */
function hostFunction(
  title: string,
  func: LegacyFunction,
  older: LegacyFunction | undefined,
  host: HostFunction,
  context: ImportContext,
): (...values: CoreValue[]) => unknown {
  const refuse = (error: unknown): never => {
    if (error instanceof AbiFault)
      throw new GuestTrap(`In its call of ${title}, the guest ${error.message}.`, { cause: error });
    if (!ofGuest(error)) context.failed(error);
    throw error;
  };
  let bound: ((values: readonly CoreValue[]) => unknown) | undefined;
  const bind = (values: readonly CoreValue[]) => {
    const code = codeOf(func, context);
    if (older) {
      const olderCode = codeOf(older, context);
      if (values.length === olderCode.params.length) {
        // it opened without a name; hosts get an empty one
        return olderCode.bind(context.guest, () => (host as (name: string) => unknown)(''), refuse);
      }
    }
    try {
      checkSignature(code.params, values);
    } catch (error) {
      return refuse(error);
    }
    return code.bind(context.guest, host, refuse);
  };
  return (...values) => {
    context.use.note(effect.outside);
    return (bound ??= bind(values))(values);
  };
}

function codeOf(func: LegacyFunction, { codes }: ImportContext): ImportCode {
  let code = codes.get(func);
  if (!code) codes.set(func, (code = compileImport(func)));
  return code;
}

/** True for errors that the guest's own code raised: from its allocator, or by ending. */
function ofGuest(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof GuestExit ||
    error instanceof GuestTrap ||
    // the guest's recursion may end in a host's function
    (error instanceof RangeError && error.message.includes('call stack'))
  );
}

/** `resource_drop_x`, and `resource_clone_x`, which C guests use. */
function handleFunction(
  name: string,
  context: ImportContext,
): ((handle: number) => number | undefined) | undefined {
  const [, action, resource] = /^resource_(drop|clone)_(.+)$/.exec(name) ?? [];
  if (resource === undefined) return undefined;
  const guarded = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      if (error instanceof AbiFault)
        throw new GuestTrap(`In its call of ${name}, the guest ${error.message}.`, { cause: error });
      throw error;
    }
  };
  const handles = context.guest.handles(resource);
  if (action === 'clone') return (handle) => guarded(() => handles.insert(handles.get(handle)));
  return (handle) => {
    const { value, last } = guarded(() => handles.remove(handle));
    if (last) drop(resource, value, context);
    return undefined;
  };
}

/** Tells the host that no handle leads to the value any more. */
function drop(resource: string, value: unknown, { hosts, failed }: ImportContext): void {
  for (const { functions } of hosts) {
    const dropped = own(functions, `[resource-drop]${resource}`) as ((value: unknown) => unknown) | undefined;
    if (!dropped) continue;
    try {
      dropped(value);
    } catch (error) {
      failed(error);
      throw error;
    }
    return;
  }
}

/** A host that was at work when the guest was ended made this for it. */
function dropLate(answer: unknown, context: ImportContext): void {
  if (answer instanceof HostResource) drop(answer.resource, answer, context);
}

/** Drops whatever the guest still holds. */
export function dropAll(context: ImportContext): void {
  for (const handles of context.guest.allHandles()) {
    for (const value of handles.clear()) drop(handles.resource, value, context);
  }
}

function unserved(from: string, name: string): () => never {
  return () => {
    throw unservedCall(from, name);
  };
}
