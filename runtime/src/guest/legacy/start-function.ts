/**
 * A module's start function runs while the module is instantiated: before the host can reach its memory, and where it
 * cannot be paused. As an export it is called right after, where it can do what every function can.
 */
import { ByteReader } from '@slight/slightfile/wasm/bytes.ts';

const exportSection = 7;
const startSection = 8;
const functionKind = 0;

export interface Startless {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The export that is to be called first. */
  readonly start: string;
}

/**
 * The same module with its start function as an export; undefined where it has none.
 * @param bytes of a valid module
 */
export function exportStart(bytes: Uint8Array, start = 'slight:start'): Startless | undefined {
  const found = sectionsOf(bytes);
  const index = found.find(({ id }) => id === startSection)?.content;
  if (!index) return undefined;
  const entry = [...text(start), functionKind, ...index];
  const hasExports = found.some(({ id }) => id === exportSection);
  const parts = found.map(({ id, content }) => {
    if (id === exportSection) return section(exportSection, withOneMore(content, entry));
    if (id !== startSection) return section(id, content);
    // exports come right before the start function
    return hasExports ? Buffer.alloc(0) : section(exportSection, Buffer.from([1, ...entry]));
  });
  return { bytes: Uint8Array.from(Buffer.concat([bytes.subarray(0, headerLength), ...parts])), start };
}

const headerLength = 8;

function sectionsOf(bytes: Uint8Array): { readonly id: number; readonly content: Uint8Array }[] {
  const found: { id: number; content: Uint8Array }[] = [];
  const reader = new ByteReader(bytes, headerLength);
  while (!reader.done) {
    const id = reader.byte();
    const length = reader.u32();
    found.push({ id, content: bytes.subarray(reader.at, reader.at + length) });
    reader.skip(length);
  }
  return found;
}

/** A vector with an item more at its end. */
function withOneMore(vector: Uint8Array, item: readonly number[]): Uint8Array {
  const reader = new ByteReader(vector);
  const count = reader.u32();
  return Buffer.concat([Buffer.from(u32(count + 1)), vector.subarray(reader.at), Buffer.from(item)]);
}

function section(id: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([id, ...u32(content.length)]), content]);
}

function text(value: string): number[] {
  const bytes = Buffer.from(value);
  return [...u32(bytes.length), ...bytes];
}

/** Unsigned LEB128. */
function u32(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
