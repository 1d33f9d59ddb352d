/** An instance of a linked component: its core modules are instantiated, and joined with hosts and with one another. */
import { isSystem } from '@slight/slightfile/interfaces.ts';
import { BrokenRule, HostResource } from '../../../hosts/values.ts';
import type { HostInterface } from '../../../hosts/values.ts';
import { own } from '../../../own.ts';
import { unservedCall } from '../../unserved.ts';
import { compileExport } from '../abi/call-export.ts';
import type { CoreFunction, ExportCode } from '../abi/call-export.ts';
import { compileImport } from '../abi/call-import.ts';
import type { Callee, ImportCode } from '../abi/call-import.ts';
import { Handles } from '../abi/handles.ts';
import type { Entry } from '../abi/handles.ts';
import { Side } from '../abi/side.ts';
import type { Realloc } from '../abi/side.ts';
import type { Resource } from '../abi/types.ts';
import { startingWith } from '../ending.ts';
import { boundImports } from '../../core/bounded.ts';
import type { BoundedModule, Bounds } from '../../core/bounded.ts';
import type { Wait } from '../../wait.ts';
import { mayWait } from '../waits.ts';
import { Pausing, choosing } from './pausing.ts';
import type { CoreInstance, CoreItem, Func, Options, Program } from './program.ts';

/** A component whose core modules are compiled, and what of it all instances share. */
export interface Linked {
  readonly program: Program;
  readonly modules: readonly CompiledModule[];
  readonly bounds: Bounds;
  readonly imports: Map<Func, ImportCode>;
  readonly exports: Map<Func, ExportCode>;
  readonly choosing: Map<Func, WebAssembly.Module>;
}

export interface CompiledModule extends BoundedModule {
  readonly compiled: WebAssembly.Module;
}

/** An export of one instance, as it is called with plain values. */
type BoundExport = (args: readonly unknown[]) => Promise<unknown>;

export function linked(program: Program, modules: readonly CompiledModule[], bounds: Bounds): Linked {
  return { program, modules, bounds, imports: new Map(), exports: new Map(), choosing: new Map() };
}

/** Disposing drops what the guest still holds, the last first: what a resource was made of outlives it. */
export class Running implements AsyncDisposable {
  readonly #linked: Linked;
  readonly #wait: Wait;
  readonly #hosts: ReadonlyMap<string, HostInterface>;
  readonly #handles: readonly Handles[];
  readonly #core: WebAssembly.Instance[] = [];
  readonly #pausing = new Pausing();
  readonly #sides = new Map<Options, Side>();
  readonly #exports = new Map<Func, BoundExport>();

  /** @param wait of the instance, so that it can be ended while it waits for a host */
  constructor(component: Linked, hosts: readonly HostInterface[], wait: Wait) {
    this.#linked = component;
    this.#wait = wait;
    this.#hosts = new Map(hosts.map((host) => [host.name, host]));
    this.#handles = Array.from(
      { length: component.program.instances },
      (_, instance) => new Handles(instance),
    );
  }

  /** Instantiates the core modules; their start functions run. To be called once, before anything is called. */
  start(): void {
    const { program, modules, bounds } = this.#linked;
    for (const { module, imports } of program.steps) {
      const given = Object.create(null) as Record<string, Record<string, unknown>>;
      for (const [name, instance] of imports) given[name] = this.#importsOf(instance);
      const found = modules[module];
      if (!found) throw new Error('A core module is missing.');
      Object.assign(given, boundImports(found, bounds));
      this.#core.push(new WebAssembly.Instance(found.compiled, given));
    }
  }

  /** Calls a function that the component exports; see `Instance.call`. */
  call(func: Func, args: readonly unknown[]): Promise<unknown> {
    let bound = this.#exports.get(func);
    if (!bound) this.#exports.set(func, (bound = this.#bound(func)));
    return bound(args);
  }

  #bound(func: Func): BoundExport {
    if (!('core' in func)) throw new Error('What a component imports was to be called as an export of it.');
    let code = this.#linked.exports.get(func);
    if (!code) this.#linked.exports.set(func, (code = compileExport(func.type)));
    const side = this.#side(func.options, func.instance);
    const core = this.#coreFunction(func);
    const made = code;
    return (args) => made(side, core, args);
  }

  #coreFunction({ core, options: { postReturn } }: Extract<Func, { core: CoreItem }>): CoreFunction {
    return {
      ...this.#pausing.promising(this.#item(core) as (...values: (number | bigint)[]) => unknown),
      cleanUp: postReturn && (this.#item(postReturn) as NonNullable<CoreFunction['cleanUp']>),
    };
  }

  #importsOf(instance: CoreInstance): Record<string, unknown> {
    if ('step' in instance) return this.#core[instance.step]?.exports ?? {};
    // a module may import what is called `__proto__`, which would set the prototype of an object that has one
    const items = Object.create(null) as Record<string, unknown>;
    for (const [name, one] of instance.items) items[name] = this.#item(one);
    return items;
  }

  #item(item: CoreItem): unknown {
    switch (item.is) {
      case 'export':
        return this.#core[item.step]?.exports[item.name];
      case 'lowered':
        return this.#lowered(item.func, this.#side(item.options, item.instance));
      case 'resource':
        return this.#builtin(item);
    }
  }

  #lowered(func: Func, side: Side): unknown {
    if ('core' in func) {
      const callee: Callee = (...args) => this.call(func, args);
      return new WebAssembly.Suspending(this.#importCode(func, false)(side, callee));
    }
    const { interface: from, name } = func;
    const found = own(this.#hosts.get(from)?.functions, name);
    const host = found as Callee | undefined;
    // the hosts of all instances are made alike
    const code = this.#importCode(func, found?.takesViews === true);
    const what = startedWith(from, name);
    if (host && what !== undefined) return startingWith(what, code(side, host));
    if (!host || !mayWait(from, name)) return code(side, host ?? absent(from, name));
    // a guest's call waits for as long as the host's promise does, or until the instance is ended
    const call = code(
      side,
      this.#wait.around(host, (answer) => this.#dropLate(from, answer)),
    );
    // what of WASI may wait, seldom does
    if (!isSystem(from)) return new WebAssembly.Suspending(call);
    let module = this.#linked.choosing.get(func);
    if (!module) this.#linked.choosing.set(func, (module = choosing(func.type)));
    return this.#pausing.pausable(module, call);
  }

  #importCode(func: Func, takesViews: boolean): ImportCode {
    let code = this.#linked.imports.get(func);
    if (!code) this.#linked.imports.set(func, (code = compileImport(func.type, takesViews)));
    return code;
  }

  /** A host that was at work when the guest was ended made this for it. */
  #dropLate(from: string, answer: unknown): void {
    if (!(answer instanceof HostResource)) return;
    this.#dropOf({ interface: from, name: answer.resource })?.(answer);
  }

  #builtin({
    what,
    resource,
    instance,
  }: Extract<CoreItem, { is: 'resource' }>): (value: number) => number | undefined {
    const handles = this.#handlesOf(instance);
    switch (what) {
      case 'new':
        return (representation) => handles.add(resource, representation, true);
      case 'rep':
        return (handle) => handles.get(resource, handle >>> 0).value as number;
      case 'drop': {
        const drop = this.#dropOf(resource);
        return (handle) => {
          const { own: isOwn, value } = handles.remove(resource, handle >>> 0);
          if (isOwn) drop?.(value);
          return undefined;
        };
      }
    }
  }

  #side(options: Options, instance: number): Side {
    let side = this.#sides.get(options);
    if (!side) {
      const { encoding, memory, realloc } = options;
      side = new Side({
        handles: this.#handlesOf(instance),
        encoding,
        memory: () => memory && (this.#item(memory) as WebAssembly.Memory),
        realloc: () => realloc && (this.#item(realloc) as Realloc),
        destroy: (resource, representation) => {
          this.#destroy(resource, representation);
        },
      });
      this.#sides.set(options, side);
    }
    return side;
  }

  #handlesOf(instance: number): Handles {
    const handles = this.#handles[instance];
    if (!handles) throw new Error('An instance of a component is missing.');
    return handles;
  }

  /** What hosts or a component's own destructor do when a resource goes. */
  #dropOf(resource: Resource): Callee | undefined {
    const { interface: from, name } = resource;
    if (from === undefined) return (value) => this.#destroy(resource, value as number);
    return own(this.#hosts.get(from)?.functions, `[resource-drop]${name}`) as Callee | undefined;
  }

  #destroy(resource: Resource, representation: number): void {
    const destructor = this.#linked.program.destructors.get(resource);
    if (destructor) (this.#item(destructor) as (representation: number) => void)(representation);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const drop = ({ resource, value }: Entry) => this.#dropOf(resource)?.(value);
    const left = this.#handles.flatMap((handles) => handles.end((entry) => void drop(entry)));
    const settled = await Promise.allSettled(
      left
        .filter(({ resource }) => resource.interface !== undefined)
        .map(async (entry) => {
          await drop(entry);
        }),
    );
    // in which order a guest puts things away is a rule for guests
    const failed = settled.find((each) => each.status === 'rejected' && !(each.reason instanceof BrokenRule));
    if (failed?.status === 'rejected') throw failed.reason;
  }
}

/** What a function gives of that which a guest is started with. */
function startedWith(from: string, name: string): string | undefined {
  if (!from.startsWith('wasi:cli/environment@')) return undefined;
  if (name === 'get-arguments') return 'arguments';
  return name === 'get-environment' ? 'environment variables' : undefined;
}

function absent(from: string, name: string): Callee {
  return () => {
    // a function that the world imports outside any interface has its own name alone
    throw from === '' ? unservedCall(name) : unservedCall(from, name);
  };
}
