/** The types of a component, read from its binary form, with the resources that they are about. */
import type { ByteReader } from '@slight/slightfile/wasm/bytes.ts';
import { externName, oneByteTypes, readExtern, Sort } from '@slight/slightfile/wasm/extern.ts';
import type { Extern } from '@slight/slightfile/wasm/extern.ts';
import type { AbiType, Case, NamedType, Resource } from '../abi/types.ts';
import { at, item, number, Scope } from './scope.ts';
import type { Definition, Instance, Part } from './scope.ts';
import { Unsupported } from './unsupported.ts';

/** What is imported under a name, where a host gives it. */
export function imported(scope: Scope, name: string, { kind, type: index, resource }: Extern): Part {
  switch (kind) {
    case Sort.type:
      return { is: 'type', type: resource ? own({ name, interface: '' }) : at(scope.types, index) };
    case Sort.func: {
      const definition = at(scope.types, index);
      if (definition.is !== 'function')
        throw new SyntaxError('a function has a type that is none of functions');
      return { is: 'function', func: { type: definition.type, interface: '', name } };
    }
    case Sort.instance: {
      const definition = at(scope.types, index);
      if (definition.is !== 'instance')
        throw new SyntaxError('an instance has a type that is none of instances');
      return { is: 'instance', instance: definition.as(name) };
    }
    default:
      throw new Unsupported(
        'imports a component, and so is only a part of one. Compose it first, with wac or wasm-tools compose.',
      );
  }
}

/** Reads an alias of a sort of components, behind its sort. */
export function aliased(reader: ByteReader, scope: Scope, sort: number): Part {
  const target = reader.byte();
  if (target === 0x00) {
    const instance = at(scope.instances, reader.u32());
    return item(instance, reader.name());
  }
  if (target !== 0x02) throw new SyntaxError(`unknown alias 0x${target.toString(16)}`);
  let from: Scope | undefined = scope;
  for (let count = reader.u32(); count > 0; count -= 1) from = from?.outer;
  const index = reader.u32();
  if (sort === Sort.type) return { is: 'type', type: at(from?.types ?? [], index) };
  if (sort === 0x11) return { is: 'module', module: at(from?.modules ?? [], index) };
  return { is: 'component', component: at(from?.components ?? [], index) };
}

export function readType(
  reader: ByteReader,
  scope: Scope,
  define: (dtor: number | undefined) => Resource,
): Definition {
  const form = reader.byte();
  switch (form) {
    case 0x42: {
      const content = reader.fork();
      instanceOf(reader, scope, '');
      return { is: 'instance', as: (name) => instanceOf(content.fork(), scope, name) };
    }
    case 0x41: {
      const inner = new Scope(scope);
      reader.vector(() => {
        const declaration = reader.byte();
        if (declaration === 0x03) {
          const name = externName(reader);
          number(inner, typeOf(inner, name, readExtern(reader)));
        } else declared(reader, declaration, inner, '');
      });
      return { is: 'component' };
    }
    case 0x40: {
      const params = reader.vector(() => labelled(reader, scope).type);
      if (reader.byte() === 0x00)
        return { is: 'function', type: { params, result: valueType(reader, scope) } };
      reader.byte();
      return { is: 'function', type: { params } };
    }
    case 0x43:
      throw new Unsupported(
        'has async functions, which are of WASI 0.3, and are not served by this version of slight yet. Build it for WASI 0.2.',
      );
    case 0x3f:
      reader.byte();
      return own(define(reader.optional(() => reader.u32())));
    default:
      return { is: 'value', type: definedType(reader, form, scope) };
  }
}

function own(resource: Resource): Definition {
  return { is: 'resource', resource };
}

function instanceOf(reader: ByteReader, outer: Scope, name: string): Instance {
  const scope = new Scope(outer);
  const parts = new Map<string, Part>();
  reader.vector(() => {
    const exported = declared(reader, reader.byte(), scope, name);
    if (exported) parts.set(...exported);
  });
  return parts;
}

/** @returns what it exports, where it does, already numbered */
function declared(
  reader: ByteReader,
  form: number,
  scope: Scope,
  owner: string,
): readonly [name: string, part: Part] | undefined {
  switch (form) {
    case 0x01:
      scope.types.push(readType(reader, scope, () => ({ name: '' })));
      return undefined;
    case 0x02: {
      const sort = reader.byte();
      if (sort === 0x00) reader.byte();
      number(scope, aliased(reader, scope, sort));
      return undefined;
    }
    case 0x04: {
      const name = externName(reader);
      const extern = readExtern(reader);
      const part: Part = extern.resource
        ? { is: 'type', type: own({ name, interface: owner }) }
        : ofHost(typeOf(scope, name, extern), owner, name);
      number(scope, part);
      return [name, part];
    }
    default:
      throw new SyntaxError(`unknown declaration 0x${form.toString(16)}`);
  }
}

/** What a type says that there is; of components and modules nothing is needed. */
function typeOf(scope: Scope, name: string, extern: Extern): Part {
  if (extern.kind !== Sort.component && extern.kind !== Sort.module) return imported(scope, name, extern);
  return { is: 'module', module: -1 };
}

/** A function that an interface exports is the interface's. */
function ofHost(part: Part, owner: string, name: string): Part {
  if (part.is !== 'function') return part;
  return { is: 'function', func: { type: part.func.type, interface: owner, name } };
}

function definedType(reader: ByteReader, form: number, scope: Scope): AbiType {
  const value = () => valueType(reader, scope);
  switch (form) {
    case 0x72:
      return { kind: 'record', fields: reader.vector(() => labelled(reader, scope)) };
    case 0x71:
      return { kind: 'variant', cases: reader.vector(() => variantCase(reader, scope)) };
    case 0x70:
      return { kind: 'list', element: value() };
    case 0x67:
      return { kind: 'list', element: value(), length: reader.u32() };
    case 0x6f:
      return { kind: 'tuple', items: reader.vector(value) };
    case 0x6e:
      return { kind: 'flags', flags: reader.vector(() => reader.name()) };
    case 0x6d:
      return { kind: 'enum', cases: reader.vector(() => reader.name()) };
    case 0x6b:
      return { kind: 'option', some: value() };
    case 0x6a: {
      const ok = reader.optional(value);
      const err = reader.optional(value);
      return { kind: 'result', ...(ok && { ok }), ...(err && { err }) };
    }
    case 0x69:
    case 0x68: {
      const definition = at(scope.types, reader.u32());
      if (definition.is !== 'resource') throw new SyntaxError('a handle is of no resource');
      return { kind: form === 0x69 ? 'own' : 'borrow', of: definition.resource };
    }
    case 0x63:
      return { kind: 'list', element: { kind: 'tuple', items: [value(), value()] } };
    default:
      return primitive(form);
  }
}

/** A primitive type in one byte, or the index of a type. */
function valueType(reader: ByteReader, scope: Scope): AbiType {
  const form = reader.peek();
  if (form >= 0x64 && form <= 0x7f) {
    reader.byte();
    return primitive(form);
  }
  const definition = at(scope.types, reader.u32());
  if (definition.is !== 'value') throw new SyntaxError('a value has a type that is none of values');
  return definition.type;
}

function primitive(form: number): AbiType {
  const kind = oneByteTypes[0x7f - form];
  if (kind) return { kind };
  throw new Unsupported(
    'uses streams or futures, which are of WASI 0.3, and are not served by this version of slight yet. Build it for WASI 0.2.',
  );
}

function variantCase(reader: ByteReader, scope: Scope): Case {
  const name = reader.name();
  const type = reader.optional(() => valueType(reader, scope));
  // where it refined another case, once
  reader.byte();
  return { name, ...(type && { type }) };
}

function labelled(reader: ByteReader, scope: Scope): NamedType {
  return { name: reader.name(), type: valueType(reader, scope) };
}
