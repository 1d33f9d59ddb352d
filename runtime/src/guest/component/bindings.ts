/**
 * Hosts as the JavaScript that jco's transpiled components import: one object an interface, functions by their
 * names in camelCase, resources as classes.
 */
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import type { HostFunction, HostInterface } from '../../hosts/values.ts';
import { camelCase, WitError } from '../../hosts/values.ts';
import { own } from '../../own.ts';
import { unservedCall } from '../unserved.ts';
import { parseName, pascalCase } from './names.ts';
import type { FunctionPassing, Passings } from './passing.ts';
import { resourceOf } from './resources.ts';
import type { Pass, Resources, Wrapper, WrapperClass } from './resources.ts';

/** What `instantiate` of a transpiled component takes: by the interface's full name. */
export type ComponentImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Callable = (...args: unknown[]) => unknown;

/**
 * @param hosts one for each interface that the component imports, by the name it imports it under
 * @param resources those of the instance that the imports are for
 */
export function bind(
  imports: readonly InterfaceRef[],
  passings: Passings,
  hosts: readonly HostInterface[],
  resources: Resources,
): ComponentImports {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const bound = Object.create(null) as Record<string, Record<string, unknown>>;
  for (const ref of imports) {
    bound[ref.name] = bindInterface(ref, own(passings, ref.name) ?? {}, byName.get(ref.name), resources);
  }
  return bound;
}

function bindInterface(
  { name: interfaceName, functions }: InterfaceRef,
  passings: Readonly<Record<string, FunctionPassing>>,
  host: HostInterface | undefined,
  resources: Resources,
): Record<string, unknown> {
  const members = Object.create(null) as Record<string, unknown>;
  // jco looks here for a function that the world imports outside any interface; no host has such
  if (functions.length === 0) members['default'] = absent(interfaceName);
  const classOf = (resource: string): WrapperClass => {
    const Class = resources.classOf(interfaceName, resource);
    members[pascalCase(resource)] ??= Class;
    return Class;
  };
  for (const name of functions) {
    const implementation = own(host?.functions, name);
    const { kind, resource, member } = parseName(name);
    if (kind === 'resource-drop') {
      const Class = classOf(resource);
      if (implementation) resources.onDrop(Class, implementation);
      continue;
    }
    const call = implementation
      ? callable(implementation, own(passings, name), kind === 'method', resources)
      : absent(interfaceName, name);
    switch (kind) {
      case 'function':
        members[camelCase(member)] = call;
        break;
      case 'static':
        define(classOf(resource), camelCase(member), call);
        break;
      case 'method':
        define(classOf(resource).prototype, camelCase(member), call);
        break;
      case 'constructor':
        members[pascalCase(resource)] = constructible(classOf(resource), call);
        break;
    }
  }
  return members;
}

/** jco makes a resource with `new`; what it gets is what the host's constructor makes. */
function constructible(Class: WrapperClass, call: Callable): unknown {
  return new Proxy(Class, { construct: (_, args: unknown[]) => call(...args) as object });
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

/** The host's function as jco calls it: a method has its resource as `this`. */
function callable(
  implementation: HostFunction,
  { params = [], result, error }: Partial<FunctionPassing> = {},
  isMethod: boolean,
  resources: Resources,
): Callable {
  const call = implementation as Callable;
  const passes = (isMethod ? params.slice(1) : params).map((each) => each && resources.toHost(each));
  const taken = (args: readonly unknown[]) =>
    args.map((value, index) => {
      const pass = passes[index];
      return pass ? pass(value) : value;
    });
  const changes = passes.some((each) => each);
  return answered(
    isMethod
      ? changes
        ? function (this: Wrapper, ...args) {
            return call(resourceOf(this), ...taken(args));
          }
        : function (this: Wrapper, ...args) {
            return call(resourceOf(this), ...args);
          }
      : changes
        ? (...args) => call(...taken(args))
        : call,
    result && resources.toGuest(result),
    error && resources.toGuest(error),
  );
}

/** The same function; what it gives and throws passes to the guest. */
function answered(call: Callable, given: Pass | undefined, thrown: Pass | undefined): Callable {
  if (!given && !thrown) return call;
  const pass: Pass = given ?? ((value) => value);
  const fail = (error: unknown): never => {
    if (thrown && error instanceof WitError) throw new WitError(thrown(error.payload), error.message);
    throw error;
  };
  return function (this: unknown, ...args) {
    let result: unknown;
    try {
      result = call.apply(this, args);
    } catch (error) {
      return fail(error);
    }
    return result instanceof Promise ? result.then(pass, fail) : pass(result);
  };
}

function absent(interfaceName: string, name?: string): () => never {
  return () => {
    throw unservedCall(interfaceName, name);
  };
}
