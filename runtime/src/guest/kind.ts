/** What bytes are, by their header and their sections' lengths, before anything compiles them. */
import { Mistake } from '../mistake.ts';
import { ByteReader } from './bytes.ts';

/**
 * @param name what messages call the file
 * @throws Mistake where the bytes are no whole WebAssembly binary
 */
export function kindOf(bytes: Uint8Array, name: string): 'module' | 'component' {
  if (bytes.length === 0) throw mistake(`${name} is empty. Build the guest again.`);
  if (!startsWith(bytes, [0x00, 0x61, 0x73, 0x6d])) {
    if (isText(bytes)) {
      throw mistake(`${name} is WebAssembly text. Make it binary first, with wat2wasm or wasm-tools parse.`);
    }
    throw mistake(`${name} is not WebAssembly. Name the .wasm file that building the guest made.`);
  }
  if (bytes.length < 8) throw truncated(name);
  const version = bytes.subarray(4, 8);
  const isModule = startsWith(version, [0x01, 0x00, 0x00, 0x00]);
  if (!isModule && !startsWith(version, [0x0d, 0x00, 0x01, 0x00])) {
    throw mistake(
      `${name} is WebAssembly of an unknown version (${[...version].join(' ')}). Build the guest with tools of today.`,
    );
  }
  if (!isWhole(bytes)) throw truncated(name);
  return isModule ? 'module' : 'component';
}

/** True where the sections end where the bytes do. */
function isWhole(bytes: Uint8Array): boolean {
  const reader = new ByteReader(bytes, 8);
  try {
    while (!reader.done) {
      reader.byte();
      reader.skip(reader.u32());
    }
    return true;
  } catch {
    return false;
  }
}

/** True where a custom section's name begins with `prefix`. */
export function hasCustomSection(bytes: Uint8Array, prefix: string): boolean {
  const reader = new ByteReader(bytes, 8);
  while (!reader.done) {
    const id = reader.byte();
    const section = reader.slice(reader.u32());
    if (id === 0 && section.name().startsWith(prefix)) return true;
  }
  return false;
}

/** `(module …` or `(component …`, behind space and comments. */
function isText(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  return /^\s*(;;[^\n]*\n\s*|\(;.*?;\)\s*)*\((module|component)\b/s.test(text);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function truncated(name: string): Mistake {
  return mistake(
    `${name} ends in the middle of a section: it was not written to its end. Build the guest again.`,
  );
}

function mistake(message: string): Mistake {
  return new Mistake('not-wasm', message);
}
