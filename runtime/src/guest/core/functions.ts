/** How many parameters each function of a core module has: where its locals begin. */
import { ByteReader } from '@slight/slightfile/wasm/bytes.ts';
import { Cursor } from './instructions.ts';
import { contentOf, sectionId } from './module.ts';
import type { CoreSection } from './module.ts';

/** Of those that the module defines, in their order. */
export function parameterCounts(sections: readonly CoreSection[]): number[] {
  const types = parametersOfTypes(contentOf(sections, sectionId.type));
  const functions = contentOf(sections, sectionId.function);
  if (!functions) return [];
  const reader = new ByteReader(functions);
  return reader.vector(() => types[reader.u32()] ?? 0);
}

/** By the types' indexes; 0 for types that are not of functions. */
function parametersOfTypes(content: Uint8Array | undefined): number[] {
  const counts: number[] = [];
  if (!content) return counts;
  const cursor = new Cursor(content);
  for (let left = cursor.u32(); left > 0; left -= 1) {
    if (content[cursor.at] !== form.group) counts.push(subtype(cursor));
    else {
      cursor.at += 1;
      for (let inner = cursor.u32(); inner > 0; inner -= 1) counts.push(subtype(cursor));
    }
  }
  return counts;
}

const form = { function: 0x60, struct: 0x5f, array: 0x5e, sub: 0x50, finalSub: 0x4f, group: 0x4e } as const;

/** @returns the number of its parameters */
function subtype(cursor: Cursor): number {
  let first = cursor.byte();
  if (first === form.sub || first === form.finalSub) {
    cursor.numbers(cursor.u32());
    first = cursor.byte();
  }
  switch (first) {
    case form.function: {
      const count = valueTypes(cursor);
      valueTypes(cursor);
      return count;
    }
    case form.struct:
      for (let left = cursor.u32(); left > 0; left -= 1) field(cursor);
      return 0;
    case form.array:
      field(cursor);
      return 0;
    default:
      throw new SyntaxError(`a type is unknown (0x${first.toString(16)})`);
  }
}

function valueTypes(cursor: Cursor): number {
  const count = cursor.u32();
  for (let left = count; left > 0; left -= 1) cursor.valueType();
  return count;
}

/** Its type, and whether it may change. */
function field(cursor: Cursor): void {
  cursor.valueType();
  cursor.byte();
}
