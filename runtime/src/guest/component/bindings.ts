/**
 * Hosts as the JavaScript that jco's transpiled components import: one object an interface, functions by their
 * names in camelCase, resources as classes. A resource that a host made is wrapped in an instance of its class
 * on its way into the guest, and unwrapped on its way out, because jco keeps notes on the objects it sees.
 */
import type { HostFunction, HostInterface } from '../../hosts/host.ts';
import { HostResource, WitError } from '../../hosts/host.ts';
import { unservedCall } from '../../hosts/unserved.ts';
import type { InterfaceRef } from '../guest.ts';

/** What `instantiate` of a transpiled component takes: by the interface's full name. */
export type ComponentImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Callable = (...args: unknown[]) => unknown;

/** An object that stands for a host's resource in jco's tables. */
class Wrapper {
  readonly resource: HostResource;

  constructor(resource: HostResource) {
    this.resource = resource;
  }
}

type WrapperClass = typeof Wrapper;

/** @param hosts one for each interface that the component imports, by the name it imports it under */
export function bind(imports: readonly InterfaceRef[], hosts: readonly HostInterface[]): ComponentImports {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const classes = new Map<string, WrapperClass>();
  const bound: Record<string, Record<string, unknown>> = {};
  for (const { name, functions } of imports) {
    bound[name] = bindInterface(name, functions, byName.get(name), classes);
  }
  return bound;
}

function bindInterface(
  interfaceName: string,
  functions: readonly string[],
  host: HostInterface | undefined,
  classes: Map<string, WrapperClass>,
): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  // jco looks here for a function that the world imports outside any interface; no host has such
  if (functions.length === 0) members['default'] = absent(interfaceName);
  const own = new Map<string, WrapperClass>();
  const classOf = (resource: string): WrapperClass => {
    const known = own.get(resource);
    if (known) return known;
    const made = class extends Wrapper {};
    own.set(resource, made);
    // what another interface makes of this resource finds the class here
    classes.set(resource, made);
    members[pascalCase(resource)] = made;
    return made;
  };
  const wrap = (resource: HostResource): Wrapper => {
    const Class = own.get(resource.resource) ?? classes.get(resource.resource);
    if (!Class)
      throw new TypeError(`${interfaceName} gives a ${resource.resource}, which the guest does not import`);
    return new Class(resource);
  };
  for (const name of functions) {
    const call = callable(host?.functions[name] ?? absent(interfaceName, name), wrap);
    const { kind, resource, member } = parseName(name);
    switch (kind) {
      case 'function':
        members[camelCase(member)] = call;
        break;
      case 'static':
        define(classOf(resource), camelCase(member), call);
        break;
      case 'method':
        define(classOf(resource).prototype, camelCase(member), function (this: unknown, ...args: unknown[]) {
          return call(this, ...args);
        });
        break;
      case 'resource-drop':
        if (host?.functions[name]) {
          define(classOf(resource).prototype, Symbol.dispose, function (this: unknown) {
            call(this);
          });
        } else classOf(resource);
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

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

interface FunctionName {
  readonly kind: 'function' | 'static' | 'method' | 'resource-drop' | 'constructor';
  readonly resource: string;
  readonly member: string;
}

function parseName(name: string): FunctionName {
  const match = /^\[(static|method|resource-drop|constructor)\]([^.]+)(?:\.(.+))?$/.exec(name);
  if (!match) return { kind: 'function', resource: '', member: name };
  const [, kind = '', resource = '', member = ''] = match;
  return { kind: kind as FunctionName['kind'], resource, member };
}

type Wrap = (resource: HostResource) => Wrapper;

/** The host's function with its arguments unwrapped, and its result or error wrapped. */
function callable(implementation: HostFunction, wrap: Wrap): Callable {
  const call = implementation as Callable;
  const fail = (error: unknown): never => {
    if (error instanceof WitError) throw new WitError(wrapped(error.payload, wrap), error.message);
    throw error;
  };
  return (...args) => {
    let result: unknown;
    try {
      result = call(...args.map(unwrapped));
    } catch (error) {
      return fail(error);
    }
    return result instanceof Promise
      ? result.then((value) => wrapped(value, wrap), fail)
      : wrapped(result, wrap);
  };
}

function unwrapped(value: unknown): unknown {
  if (value instanceof Wrapper) return value.resource;
  // only lists of resources hold any, and a list has one type
  if (Array.isArray(value) && value[0] instanceof Wrapper) return value.map(unwrapped);
  return value;
}

function wrapped(value: unknown, wrap: Wrap): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (value instanceof HostResource) return wrap(value);
  if (Array.isArray(value)) {
    const [first] = value as unknown[];
    return typeof first === 'object' ? value.map((item) => wrapped(item, wrap)) : value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wrapped(item, wrap)]));
}

function absent(interfaceName: string, name?: string): () => never {
  return () => {
    throw unservedCall(interfaceName, name);
  };
}

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.charAt(0).toUpperCase() + camel.slice(1);
}
