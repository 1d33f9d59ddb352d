/** The frame that modules and components share: a header, and sections that each say their length. */
import { ByteReader } from './bytes.ts';

/** Ids of a component's sections. A core module's have other meanings. */
export const Section = {
  custom: 0,
  component: 4,
  instance: 5,
  alias: 6,
  type: 7,
  canon: 8,
  import: 10,
  export: 11,
} as const;

/** Ids of a core module's sections. */
export const CoreSection = { import: 2, memory: 5, export: 7 } as const;

const headerLength = 8;

/** What the first eight bytes say that it is; undefined where they are those of neither. */
export function kindOfHeader(bytes: Uint8Array): 'module' | 'component' | undefined {
  if (!startsWith(bytes, [0x00, 0x61, 0x73, 0x6d])) return undefined;
  const version = bytes.subarray(4, headerLength);
  if (startsWith(version, [0x01, 0x00, 0x00, 0x00])) return 'module';
  return startsWith(version, [0x0d, 0x00, 0x01, 0x00]) ? 'component' : undefined;
}

/**
 * The sections of a module or a component in their order, each with a reader of what is in it. What is not read of a
 * section costs nothing.
 * @throws RangeError where a section is longer than what is left of the bytes
 */
export function* sections(
  bytes: Uint8Array,
): Iterable<{ readonly id: number; readonly content: ByteReader }> {
  const reader = new ByteReader(bytes, headerLength);
  while (!reader.done) {
    const id = reader.byte();
    yield { id, content: reader.slice(reader.u32()) };
  }
}

/** True where these are the first bytes. */
export function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
