/** What the binary form of components says of each thing that is imported or exported. */
import type { ByteReader } from './bytes.ts';

export const Sort = {
  module: 0x00,
  func: 0x01,
  value: 0x02,
  type: 0x03,
  component: 0x04,
  instance: 0x05,
} as const;

export interface Extern {
  readonly kind: number;
  /** The type's index, for functions, components, instances, and types that are another name for one; else -1. */
  readonly type: number;
  /** True for a type that is a resource of its own, and no other name for a known type. */
  readonly resource?: boolean;
}

export function externName(reader: ByteReader): string {
  const form = reader.byte();
  const name = reader.name();
  if (form === 0x02) reader.vector(() => (reader.byte(), reader.name()));
  return name;
}

export function readExtern(reader: ByteReader): Extern {
  const kind = reader.byte();
  switch (kind) {
    case Sort.module:
      reader.byte();
      return { kind, type: reader.u32() };
    case Sort.value:
      if (reader.byte() === 0x00) reader.u32();
      // a type in one byte, or the index of one
      else reader.u32();
      return { kind, type: -1 };
    case Sort.type:
      if (reader.byte() === 0x01) return { kind, type: -1, resource: true };
      return { kind, type: reader.u32() };
    case Sort.func:
    case Sort.component:
    case Sort.instance:
      return { kind, type: reader.u32() };
    default:
      throw unknown('kind of import', kind);
  }
}

/** A sort; those of core WebAssembly have a second byte. */
export function sort(reader: ByteReader): number {
  const kind = reader.byte();
  if (kind === 0x00) reader.byte();
  return kind;
}

/** The types of one byte, from 0x7f down. */
export const oneByteTypes = [
  ...(['bool', 's8', 'u8', 's16', 'u16', 's32', 'u32', 's64', 'u64', 'f32', 'f64'] as const),
  ...(['char', 'string'] as const),
];

export function unknown(what: string, code: number): SyntaxError {
  return new SyntaxError(`unknown ${what} 0x${code.toString(16)}`);
}
