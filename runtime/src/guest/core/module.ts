/** A core module, taken apart into its sections and put together again. */
import { ByteReader } from '@slight/slightfile/wasm/bytes.ts';

/** Ids of a core module's sections, in the order that they come in (but for `tag`, which stands before the globals). */
export const sectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  code: 10,
} as const;

export interface CoreSection {
  readonly id: number;
  /** Without the id and the length. */
  readonly content: Uint8Array;
}

const headerLength = 8;

/** @throws RangeError or SyntaxError where the bytes are no whole module */
export function sectionsOf(bytes: Uint8Array): CoreSection[] {
  const found: CoreSection[] = [];
  const reader = new ByteReader(bytes, headerLength);
  while (!reader.done) {
    const id = reader.byte();
    const content = reader.slice(reader.u32()).rest();
    found.push({ id, content });
  }
  return found;
}

export function moduleOf(header: Uint8Array, sections: readonly CoreSection[]): Uint8Array<ArrayBuffer> {
  const parts = sections.flatMap(({ id, content }) => [Buffer.from([id, ...u32(content.length)]), content]);
  return Uint8Array.from(Buffer.concat([header.subarray(0, headerLength), ...parts]));
}

/** The same sections; that one has other content, or is there now, or is not any more where its content is `undefined`. */
export function withSection(
  sections: readonly CoreSection[],
  id: number,
  content: Uint8Array | undefined,
): CoreSection[] {
  const others = sections.filter((one) => one.id !== id);
  if (!content) return others;
  const known = sections.findIndex((one) => one.id === id);
  // no section that comes first has a higher id than those made here
  const after = others.findLastIndex((one) => one.id !== sectionId.custom && one.id < id);
  const at = known >= 0 ? known : after + 1;
  return [...others.slice(0, at), { id, content }, ...others.slice(at)];
}

export function contentOf(sections: readonly CoreSection[], id: number): Uint8Array | undefined {
  return sections.find((one) => one.id === id)?.content;
}

/** A vector with items more at its end. */
export function withMore(vector: Uint8Array | undefined, items: readonly (readonly number[])[]): Uint8Array {
  const reader = new ByteReader(vector ?? Uint8Array.of(0));
  const count = reader.u32();
  return Buffer.concat([Buffer.from(u32(count + items.length)), reader.rest(), Buffer.from(items.flat())]);
}

/** A name as the format has it. */
export function name(value: string): number[] {
  const bytes = Buffer.from(value);
  return [...u32(bytes.length), ...bytes];
}

/** Unsigned LEB128, of up to 53 bits. */
export function u32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
