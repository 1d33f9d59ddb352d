/** The types in a component's binary form: what an index of one leads to. */
import type { Case, FunctionType, NamedType, WitType } from '@slight/wit/model.ts';
import type { ByteReader } from './bytes.ts';
import { externName, oneByteTypes, readExtern, Sort, sort, unknown } from './extern.ts';
import type { Extern } from './extern.ts';
import { number, Scope } from './scope.ts';
import type { Definition, InstanceType, Part } from './scope.ts';

/**
 * Numbers what is imported.
 * @param given what takes its place, where the component is instantiated inside another
 */
export function addImported(scope: Scope, name: string, extern: Extern, given?: Part): Part {
  const part = given ?? declared(scope, name, extern);
  number(scope, extern.kind, part);
  return part;
}

function declared(scope: Scope, name: string, { kind, type: index, resource }: Extern): Part {
  const definition = scope.types[index];
  switch (kind) {
    case Sort.type:
      return { is: 'type', type: resource ? { is: 'resource', owner: '', name } : definition };
    case Sort.func:
      return { is: 'function', type: definition?.is === 'function' ? definition.type : undefined };
    case Sort.instance:
      return { is: 'instance', instance: definition?.is === 'instance' ? definition.as(name) : undefined };
    default:
      return undefined;
  }
}

/** Reads an alias, and numbers the type or instance that it leads to. */
export function readAlias(reader: ByteReader, scope: Scope): void {
  const kind = sort(reader);
  const target = reader.byte();
  let part: Part;
  if (target === 0x02) {
    let from: Scope | undefined = scope;
    for (let count = reader.u32(); count > 0 && from; count -= 1) from = from.outer;
    const index = reader.u32();
    if (kind === Sort.type) part = { is: 'type', type: from?.types[index] };
    if (kind === Sort.component) part = { is: 'component', component: from?.components[index] };
  } else if (target === 0x00 || target === 0x01) {
    const index = reader.u32();
    const name = reader.name();
    const instance = target === 0x00 ? scope.instances[index] : undefined;
    if (kind === Sort.type) part = { is: 'type', type: instance?.types.get(name) };
    if (kind === Sort.func) part = { is: 'function', type: instance?.functions.get(name) };
    if (kind === Sort.instance) part = { is: 'instance', instance: instance?.instances?.get(name) };
  } else throw unknown('alias', target);
  number(scope, kind, part);
}

export function readType(reader: ByteReader, scope: Scope): Definition {
  const form = reader.byte();
  switch (form) {
    case 0x42: {
      const content = reader.fork();
      instanceType(reader, scope, '');
      return { is: 'instance', as: (name) => instanceType(content.fork(), scope, name) };
    }
    case 0x41: {
      const inner = new Scope(scope);
      reader.vector(() => {
        const declaration = reader.byte();
        if (declaration === 0x03) addImported(inner, externName(reader), readExtern(reader));
        else readDeclaration(reader, declaration, inner, '');
      });
      return undefined;
    }
    case 0x40:
    case 0x43: {
      const params = reader.vector(() => labelled(reader, scope));
      if (reader.byte() === 0x00) {
        return { is: 'function', type: { params, result: valueType(reader, scope) } };
      }
      reader.byte();
      return { is: 'function', type: { params } };
    }
    case 0x3f:
      reader.byte();
      reader.optional(() => reader.u32());
      return undefined;
    default:
      return { is: 'value', type: definedType(reader, form, scope) };
  }
}

function instanceType(reader: ByteReader, outer: Scope, owner: string): InstanceType {
  const scope = new Scope(outer);
  const names = new Set<string>();
  const functions = new Map<string, FunctionType>();
  const types = new Map<string, Definition>();
  reader.vector(() => {
    const exported = readDeclaration(reader, reader.byte(), scope, owner);
    if (!exported) return;
    const { name, extern } = exported;
    if (extern.kind === Sort.func) {
      names.add(name);
      const definition = scope.types[extern.type];
      if (definition?.is === 'function') functions.set(name, definition.type);
    } else if (extern.kind === Sort.type) {
      if (extern.resource) names.add(`[resource-drop]${name}`);
      types.set(name, scope.types.at(-1));
    }
  });
  return { names, functions, types };
}

/** @returns what it exports, where it does, already numbered */
function readDeclaration(
  reader: ByteReader,
  form: number,
  scope: Scope,
  owner: string,
): { readonly name: string; readonly extern: Extern } | undefined {
  switch (form) {
    case 0x01:
      scope.types.push(readType(reader, scope));
      return undefined;
    case 0x02:
      readAlias(reader, scope);
      return undefined;
    case 0x04: {
      const name = externName(reader);
      const extern = readExtern(reader);
      if (extern.kind === Sort.type) {
        scope.types.push(extern.resource ? { is: 'resource', owner, name } : scope.types[extern.type]);
      } else number(scope, extern.kind, undefined);
      return { name, extern };
    }
    default:
      throw unknown('declaration', form);
  }
}

function definedType(reader: ByteReader, form: number, scope: Scope): WitType {
  const value = () => valueType(reader, scope);
  switch (form) {
    case 0x72:
      return { kind: 'record', name: '', fields: reader.vector(() => labelled(reader, scope)) };
    case 0x71:
      return { kind: 'variant', name: '', cases: reader.vector(() => variantCase(reader, scope)) };
    case 0x70:
      return { kind: 'list', element: value() };
    case 0x67:
      return { kind: 'list', element: value(), length: reader.u32() };
    case 0x6f:
      return { kind: 'tuple', items: reader.vector(value) };
    case 0x6e:
      return { kind: 'flags', name: '', flags: reader.vector(() => reader.name()) };
    case 0x6d:
      return { kind: 'enum', name: '', cases: reader.vector(() => reader.name()) };
    case 0x6b:
      return { kind: 'option', some: value() };
    case 0x6a: {
      const ok = reader.optional(value);
      const err = reader.optional(value);
      return { kind: 'result', ...(ok && { ok }), ...(err && { err }) };
    }
    case 0x69:
    case 0x68: {
      const definition = scope.types[reader.u32()];
      if (definition?.is !== 'resource') return { kind: 'unknown' };
      const { owner, name } = definition;
      return { kind: 'handle', resource: name, owner, borrowed: form === 0x68 };
    }
    case 0x66:
    case 0x65: {
      const element = reader.optional(value);
      return { kind: form === 0x66 ? 'stream' : 'future', ...(element && { element }) };
    }
    case 0x63:
      return { kind: 'map', key: value(), value: value() };
    default:
      return primitive(form);
  }
}

/** A primitive type in one byte, or the index of a type. */
function valueType(reader: ByteReader, scope: Scope): WitType {
  const form = reader.peek();
  if (form >= 0x64 && form <= 0x7f) {
    reader.byte();
    return primitive(form);
  }
  const definition = scope.types[reader.u32()];
  return definition?.is === 'value' ? definition.type : { kind: 'unknown' };
}

function primitive(form: number): WitType {
  const kind = oneByteTypes[0x7f - form];
  if (kind) return { kind };
  // error contexts, and what is still to come in one byte
  if (form >= 0x64 && form <= 0x7f) return { kind: 'unknown' };
  throw unknown('type', form);
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
