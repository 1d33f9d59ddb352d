/**
 * Reads the types of a binary WIT package.
 * Format: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md, "Type Definitions"
 */
import type { ByteReader } from '../bytes.ts';
import type { Extern } from '../extern.ts';
import { externName, oneByteTypes, readExtern, Sort, sort, unknown } from '../extern.ts';
import type { ComponentEntry, Entry, Instance, Member, PackageItem, ValueEntry } from './entries.ts';
import { spelled } from '@slight/wit/keywords.ts';

/** The numbered things that a component type can name. */
export class PackageScope {
  readonly types: Entry[] = [];
  readonly instances: (Instance | undefined)[] = [];
  readonly outer: PackageScope | undefined;
  /** The interface whose types these are; empty for the interface or the world at hand. */
  readonly owner: string;

  readonly isInstance: boolean;

  constructor(outer?: PackageScope, owner = '', isInstance = false) {
    this.outer = outer;
    this.owner = owner;
    this.isInstance = isInstance;
  }
}

/** @throws RangeError where the bytes end too early, SyntaxError where they have a form that is not known here */
export function readPackageType(reader: ByteReader, scope: PackageScope): Entry {
  const form = reader.byte();
  switch (form) {
    case 0x42: {
      if (scope.isInstance) throw new SyntaxError('an interface is in an interface');
      const content = reader.fork();
      readInstance(reader, scope, '');
      let uses = 0;
      return {
        is: 'instance',
        as: (owner) => {
          // by its name and by none; a type that many names share would be read as often, and is in no WIT package
          if (++uses > 2) throw new SyntaxError('two interfaces are of one type');
          return readInstance(content.fork(), scope, owner);
        },
      };
    }
    case 0x41:
      return readComponent(reader, scope);
    case 0x40:
    case 0x43: {
      const params = reader.vector(() => ({ name: reader.name(), type: valueText(reader, scope) }));
      const result = reader.byte() === 0x00 ? valueText(reader, scope) : (reader.byte(), undefined);
      return { is: 'func', params, result, isAsync: form === 0x43 };
    }
    default:
      return readDefined(reader, form, scope);
  }
}

function readInstance(reader: ByteReader, outer: PackageScope, owner: string): Instance {
  const scope = new PackageScope(outer, owner, true);
  const items: PackageItem[] = [];
  const types = new Map<string, Entry>();
  reader.vector(() => {
    const declared = readDeclaration(reader, reader.byte(), scope);
    if (!declared) return;
    items.push(...declared.items);
    if (declared.extern.kind === Sort.type) types.set(declared.name, scope.types.at(-1));
  });
  return { items, types };
}

function readComponent(reader: ByteReader, outer: PackageScope): ComponentEntry {
  const scope = new PackageScope(outer);
  const imports: PackageItem[] = [];
  const exports: PackageItem[] = [];
  reader.vector(() => {
    const form = reader.byte();
    const declared =
      form === 0x03
        ? addExtern(scope, externName(reader), readExtern(reader))
        : readDeclaration(reader, form, scope);
    (form === 0x03 ? imports : exports).push(...(declared?.items ?? []));
  });
  return { is: 'component', imports, exports };
}

interface Declared {
  readonly name: string;
  readonly extern: Extern;
  readonly items: readonly PackageItem[];
}

function readDeclaration(reader: ByteReader, form: number, scope: PackageScope): Declared | undefined {
  switch (form) {
    case 0x01:
      scope.types.push(readPackageType(reader, scope));
      return undefined;
    case 0x02:
      readAlias(reader, scope);
      return undefined;
    case 0x04:
      return addExtern(scope, externName(reader), readExtern(reader));
    default:
      throw unknown('declaration', form);
  }
}

/** Numbers what is imported or exported, and says what it is in WIT. */
function addExtern(scope: PackageScope, name: string, extern: Extern): Declared {
  const entry = scope.types[extern.type];
  const item = (what: PackageItem['what'] | undefined): Declared => ({
    name,
    extern,
    items: what ? [{ name, what }] : [],
  });
  switch (extern.kind) {
    case Sort.type: {
      const named = { owner: scope.owner, name };
      if (extern.resource) {
        scope.types.push({ is: 'resource', named });
        return item({ is: 'resource' });
      }
      if (entry?.is !== 'value' && entry?.is !== 'resource') break;
      scope.types.push(
        entry.is === 'value' ? { is: 'value', text: spelled(name), named } : { is: 'resource', named },
      );
      if (entry.named && entry.named.owner !== scope.owner) return item({ is: 'use', of: entry.named });
      return item({
        is: 'type',
        of: entry.is === 'value' ? entry : { is: 'value', text: spelled(entry.named.name) },
      });
    }
    case Sort.instance: {
      const instance = entry?.is === 'instance' ? entry.as(name) : undefined;
      scope.instances.push(instance);
      return item({ is: 'interface', items: entry?.is === 'instance' ? entry.as('').items : [] });
    }
    case Sort.func:
      return item(entry?.is === 'func' ? entry : undefined);
    case Sort.component:
      return item(entry?.is === 'component' ? entry : undefined);
  }
  scope.types.push(undefined);
  return item(undefined);
}

function readAlias(reader: ByteReader, scope: PackageScope): void {
  const kind = sort(reader);
  const target = reader.byte();
  let type: Entry;
  if (target === 0x02) {
    let from: PackageScope | undefined = scope;
    for (let count = reader.u32(); count > 0 && from; count -= 1) from = from.outer;
    type = from?.types[reader.u32()];
  } else if (target === 0x00) {
    const index = reader.u32();
    type = scope.instances[index]?.types.get(reader.name());
  } else throw unknown('alias', target);
  if (kind === Sort.type) scope.types.push(type);
  if (kind === Sort.instance) scope.instances.push(undefined);
}

function readDefined(reader: ByteReader, form: number, scope: PackageScope): ValueEntry {
  const value = (): string => valueText(reader, scope);
  const text = (written: string): ValueEntry => ({ is: 'value', text: written });
  const declared = (keyword: string, members: readonly Member[]): ValueEntry => ({
    ...text('_'),
    declared: { keyword, members },
  });
  const plain = (name: string): Member => ({ name, rest: '' });
  switch (form) {
    case 0x72:
      return declared(
        'record',
        reader.vector(() => ({ name: reader.name(), rest: `: ${value()}` })),
      );
    case 0x71:
      return declared(
        'variant',
        reader.vector(() => variantCase(reader, scope)),
      );
    case 0x6e:
      return declared(
        'flags',
        reader.vector(() => plain(reader.name())),
      );
    case 0x6d:
      return declared(
        'enum',
        reader.vector(() => plain(reader.name())),
      );
    case 0x70:
      return text(`list<${value()}>`);
    case 0x67:
      return text(`list<${value()}, ${reader.u32()}>`);
    case 0x6f:
      return text(`tuple<${reader.vector(value).join(', ')}>`);
    case 0x6b:
      return text(`option<${value()}>`);
    case 0x6a: {
      const ok = reader.optional(value);
      const err = reader.optional(value);
      if (err !== undefined) return text(`result<${ok ?? '_'}, ${err}>`);
      return text(ok === undefined ? 'result' : `result<${ok}>`);
    }
    case 0x69:
    case 0x68: {
      const entry = scope.types[reader.u32()];
      if (entry?.is !== 'resource') throw new SyntaxError('a handle is of no resource');
      const name = spelled(entry.named.name);
      return text(form === 0x68 ? `borrow<${name}>` : name);
    }
    case 0x66:
    case 0x65: {
      const element = reader.optional(value);
      const keyword = form === 0x66 ? 'stream' : 'future';
      return text(element === undefined ? keyword : `${keyword}<${element}>`);
    }
    case 0x63:
      return text(`map<${value()}, ${value()}>`);
    default:
      return text(primitive(form));
  }
}

/** A primitive type in one byte, or the index of a type. */
function valueText(reader: ByteReader, scope: PackageScope): string {
  const form = reader.peek();
  if (form >= 0x64 && form <= 0x7f) {
    reader.byte();
    return primitive(form);
  }
  const entry = scope.types[reader.u32()];
  if (entry?.is !== 'value') throw new SyntaxError('a value is of no type');
  return entry.text;
}

function primitive(form: number): string {
  const name = form === 0x64 ? 'error-context' : oneByteTypes[0x7f - form];
  if (name === undefined) throw unknown('type', form);
  return name;
}

function variantCase(reader: ByteReader, scope: PackageScope): Member {
  const name = reader.name();
  const type = reader.optional(() => valueText(reader, scope));
  // where it refined another case, once
  reader.byte();
  return { name, rest: type === undefined ? '' : `(${type})` };
}
