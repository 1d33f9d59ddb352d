/**
 * What a component imports and exports, read from its binary form without running or compiling it.
 * Format: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md
 */
import type { ByteReader } from './bytes.ts';
import { externName, readExtern, Sort, sort, unknown, valueType } from './extern.ts';
import type { Extern } from './extern.ts';
import { Section, sections } from './sections.ts';

/** An interface that a guest imports or exports: `keyvalue` (legacy), `wasi:keyvalue/store@0.2.0-draft2`. */
export interface InterfaceRef {
  readonly name: string;
  readonly functions: readonly string[];
}

export interface ComponentInterfaces {
  readonly imports: readonly InterfaceRef[];
  /** Their functions are empty: a component's binary form does not repeat them. */
  readonly exports: readonly InterfaceRef[];
}

/** The functions that an instance type exports, by their canonical names; undefined for every other type. */
type Type = readonly string[] | undefined;

/** @throws RangeError where the bytes end too early, SyntaxError where they are no component that this reads */
export function readInterfaces(component: Uint8Array): ComponentInterfaces {
  const types: Type[] = [];
  const imports: InterfaceRef[] = [];
  const exports: InterfaceRef[] = [];
  for (const { id, content: section } of sections(component)) {
    switch (id) {
      case Section.type:
        section.vector(() => types.push(readType(section)));
        break;
      case Section.alias:
        section.vector(() => {
          if (readAlias(section)) types.push(undefined);
        });
        break;
      case Section.import:
        section.vector(() => {
          const name = externName(section);
          const extern = readExtern(section);
          if (extern.kind === Sort.type) types.push(undefined);
          else imports.push({ name, functions: types[extern.type] ?? [] });
        });
        break;
      case Section.export:
        section.vector(() => {
          const name = externName(section);
          const kind = sort(section);
          section.u32();
          if (section.byte() === 1) readExtern(section);
          if (kind === Sort.type) types.push(undefined);
          else exports.push({ name, functions: [] });
        });
        break;
    }
  }
  return { imports, exports };
}

/** @returns whether it adds a type */
function readAlias(reader: ByteReader): boolean {
  const kind = sort(reader);
  const target = reader.byte();
  if (target === 0x02) {
    reader.u32();
    reader.u32();
  } else if (target === 0x00 || target === 0x01) {
    reader.u32();
    reader.name();
  } else throw unknown('alias', target);
  return kind === Sort.type;
}

function readType(reader: ByteReader): Type {
  const form = reader.byte();
  switch (form) {
    case 0x42:
      return instanceType(reader);
    case 0x41:
      reader.vector(() => {
        const declaration = reader.byte();
        if (declaration === 0x03) {
          externName(reader);
          readExtern(reader);
        } else readDeclaration(reader, declaration);
      });
      return undefined;
    case 0x40:
    case 0x43:
      reader.vector(() => labelled(reader));
      if (reader.byte() === 0x00) valueType(reader);
      else reader.byte();
      return undefined;
    case 0x3f:
      reader.byte();
      optional(reader, () => reader.u32());
      return undefined;
    default:
      definedValueType(reader, form);
      return undefined;
  }
}

function instanceType(reader: ByteReader): readonly string[] {
  const functions: string[] = [];
  reader.vector(() => {
    const exported = readDeclaration(reader, reader.byte());
    if (exported?.extern.kind === Sort.func) functions.push(exported.name);
    if (exported?.extern.resource) functions.push(`[resource-drop]${exported.name}`);
  });
  return functions;
}

function readDeclaration(reader: ByteReader, form: number): { name: string; extern: Extern } | undefined {
  switch (form) {
    case 0x01:
      readType(reader);
      return undefined;
    case 0x02:
      readAlias(reader);
      return undefined;
    case 0x04:
      return { name: externName(reader), extern: readExtern(reader) };
    default:
      throw unknown('declaration', form);
  }
}

function definedValueType(reader: ByteReader, form: number): void {
  switch (form) {
    case 0x72: // record
      reader.vector(() => labelled(reader));
      return;
    case 0x71: // variant
      reader.vector(() => {
        reader.name();
        optional(reader, () => valueType(reader));
        reader.byte();
      });
      return;
    case 0x70: // list
    case 0x6b: // option
      valueType(reader);
      return;
    case 0x67: // list of a fixed length
      valueType(reader);
      reader.u32();
      return;
    case 0x6f: // tuple
      reader.vector(() => valueType(reader));
      return;
    case 0x6e: // flags
    case 0x6d: // enum
      reader.vector(() => reader.name());
      return;
    case 0x6a: // result
      optional(reader, () => valueType(reader));
      optional(reader, () => valueType(reader));
      return;
    case 0x69: // own
    case 0x68: // borrow
      reader.u32();
      return;
    case 0x66: // stream
    case 0x65: // future
      optional(reader, () => valueType(reader));
      return;
    case 0x63: // map
      valueType(reader);
      valueType(reader);
      return;
    default:
      // primitive types are one byte, 0x64 to 0x7f
      if (form < 0x64 || form > 0x7f) throw unknown('type', form);
  }
}

function labelled(reader: ByteReader): void {
  reader.name();
  valueType(reader);
}

function optional(reader: ByteReader, read: () => unknown): void {
  if (reader.byte() === 1) read();
}
