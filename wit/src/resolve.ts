/** Names → what they mean, across files. Pure: where a name leads out of its interface, `lookup` finds the other one. */
import type { Span } from '@slight/text/span.ts';
import { isType } from './meaning.ts';
import type { FunctionType, InterfaceType, WitType } from './model.ts';
import type { Lookup, Scope } from './lookup.ts';
import type { Func, Name, Path, SyntaxFault, Type, TypeItem } from './tree.ts';

/** The interface, resolved. What a name leads to is `unknown` where nothing is found, and a fault says so. */
export function resolveInterface(
  scope: Scope,
  lookup: Lookup,
): { readonly type: InterfaceType; readonly faults: readonly SyntaxFault[] } {
  const faults: SyntaxFault[] = [];
  const resolver = new Resolver(lookup, faults);
  const types = new Map<string, WitType>();
  const functions = new Map<string, FunctionType>();
  const resources: string[] = [];
  for (const item of scope.items) {
    switch (item.kind) {
      case 'func':
        functions.set(item.name.value, resolver.func(scope, item));
        break;
      case 'resource':
        resources.push(item.name.value);
        for (const func of item.functions) {
          functions.set(canonicalName(item.name.value, func), resolver.func(scope, func, item.name.value));
        }
        break;
      case 'alias':
      case 'record':
      case 'variant':
      case 'enum':
      case 'flags':
      case 'union':
        types.set(item.name.value, resolver.named(scope, item.name));
        break;
      case 'use':
        // an interface that `use *` names is reported where one of its names is needed
        for (const { name, as } of item.names === '*' ? [] : item.names) {
          const type = resolver.named(scope, as ?? name);
          if (type.kind !== 'handle') types.set((as ?? name).value, type);
        }
        break;
    }
  }
  return { type: { resources, types, functions }, faults };
}

/** `[method]bucket.get`; a free function's is its own name. */
export function canonicalName(resource: string, func: Func): string {
  if (func.role === 'constructor') return `[constructor]${resource}`;
  return func.role === 'free' ? func.name.value : `[${func.role}]${resource}.${func.name.value}`;
}

const unknown: WitType = { kind: 'unknown' };

/** Types within types: more than anyone writes, and far from the end of the stack. */
const maxDepth = 100;

class Resolver {
  readonly #lookup: Lookup;
  readonly #faults: SyntaxFault[];
  #depth = 0;
  readonly #done = new Map<Scope['items'], Map<string, WitType | 'pending'>>();

  constructor(lookup: Lookup, faults: SyntaxFault[]) {
    this.#lookup = lookup;
    this.#faults = faults;
  }

  func(scope: Scope, func: Func, resource?: string): FunctionType {
    const params = func.type.params.map(({ name, type }) => ({
      name: name.value,
      type: this.type(scope, type),
    }));
    if (resource !== undefined && func.role === 'method') {
      params.unshift({ name: 'self', type: { kind: 'handle', resource, borrowed: true } });
    }
    if (func.role === 'constructor' && resource !== undefined && !func.type.result) {
      return { params, result: { kind: 'handle', resource, borrowed: false } };
    }
    return { params, ...(func.type.result && { result: this.type(scope, func.type.result) }) };
  }

  type(scope: Scope, type: Type): WitType {
    switch (type.kind) {
      case 'primitive':
        return { kind: type.name };
      case 'name':
        return this.named(scope, type.name);
      case 'list': {
        const element = this.type(scope, type.element);
        return { kind: 'list', element, ...(type.length !== undefined && { length: type.length }) };
      }
      case 'map':
        return { kind: 'map', key: this.type(scope, type.key), value: this.type(scope, type.value) };
      case 'option':
        return { kind: 'option', some: this.type(scope, type.some) };
      case 'result':
        return {
          kind: 'result',
          ...(type.ok && { ok: this.type(scope, type.ok) }),
          ...(type.err && { err: this.type(scope, type.err) }),
        };
      case 'tuple':
        return { kind: 'tuple', items: type.items.map((item) => this.type(scope, item)) };
      case 'own':
      case 'borrow': {
        const handle = this.named(scope, type.resource);
        if (handle.kind === 'handle') return { ...handle, borrowed: type.kind === 'borrow' };
        if (handle.kind !== 'unknown')
          this.#fault(type.resource.span, `\`${type.resource.value}\` is no resource.`);
        return unknown;
      }
      case 'stream':
      case 'future':
        return { kind: type.kind, ...(type.element && { element: this.type(scope, type.element) }) };
      case 'missing':
        return unknown;
    }
  }

  /** What a name means in a scope. */
  named(scope: Scope, name: Name): WitType {
    const types = this.#done.get(scope.items) ?? new Map<string, WitType | 'pending'>();
    this.#done.set(scope.items, types);
    const known = types.get(name.value);
    if (known === 'pending') {
      this.#fault(name.span, `\`${name.value}\` contains itself.`);
      return unknown;
    }
    if (known) return known;
    if (this.#depth >= maxDepth) {
      this.#fault(name.span, `\`${name.value}\` leads through more than ${maxDepth} types.`);
      return unknown;
    }
    types.set(name.value, 'pending');
    this.#depth += 1;
    const found = this.#find(scope, name);
    this.#depth -= 1;
    types.set(name.value, found ?? unknown);
    if (!found && name.value !== '') this.#fault(name.span, `No type is called \`${name.value}\` here.`);
    return found ?? unknown;
  }

  #find(scope: Scope, name: Name): WitType | undefined {
    for (const item of scope.items) {
      if (item.kind === 'use') {
        const used = this.#used(scope, item.from, item.names, name);
        if (used) return used;
      } else if (isType(item) && item.name.value === name.value) {
        return this.#declared(scope, item);
      }
    }
    return undefined;
  }

  #used(
    scope: Scope,
    from: Path,
    names: readonly { readonly name: Name; readonly as?: Name }[] | '*',
    name: Name,
  ): WitType | undefined {
    const wanted =
      names === '*' ? name : names.find((each) => (each.as ?? each.name).value === name.value)?.name;
    if (!wanted) return undefined;
    const other = this.#lookup(from, scope);
    if (!other) {
      this.#fault(from.span, `No interface is called \`${from.name.value}\` here.`);
      return unknown;
    }
    if (names === '*' && !declares(other, name.value)) return undefined;
    return this.named(other, wanted);
  }

  #declared(scope: Scope, item: TypeItem): WitType {
    switch (item.kind) {
      case 'alias':
        return this.type(scope, item.type);
      case 'record': {
        const fields = item.fields.map(({ name, type }) => ({
          name: name.value,
          type: this.type(scope, type),
        }));
        return { kind: 'record', name: item.name.value, fields };
      }
      case 'variant': {
        const cases = item.cases.map(({ name, type }) => ({
          name: name.value,
          ...(type && { type: this.type(scope, type) }),
        }));
        return { kind: 'variant', name: item.name.value, cases };
      }
      case 'union': {
        const cases = item.cases.map((type, index) => ({ name: `${index}`, type: this.type(scope, type) }));
        return { kind: 'variant', name: item.name.value, cases };
      }
      case 'enum':
        return { kind: 'enum', name: item.name.value, cases: item.cases.map(({ name }) => name.value) };
      case 'flags':
        return { kind: 'flags', name: item.name.value, flags: item.flags.map(({ name }) => name.value) };
      case 'resource':
        return { kind: 'handle', resource: item.name.value, borrowed: false };
    }
  }

  #fault(span: Span, message: string): void {
    this.#faults.push({ span, message });
  }
}

function declares(scope: Scope, name: string): boolean {
  return scope.items.some((item) =>
    item.kind === 'use'
      ? item.names !== '*' && item.names.some((each) => (each.as ?? each.name).value === name)
      : isType(item) && item.name.value === name,
  );
}
