/** What bytes are, by their header and their sections' lengths, before anything compiles them. */
import { CoreSection, kindOfHeader, sections, startsWith } from '@slight/slightfile/wasm/sections.ts';
import { Mistake } from '../mistake.ts';
import { fileType } from './file-type.ts';

/**
 * @param name what messages call the file
 * @throws Mistake where the bytes are no whole WebAssembly binary
 */
export function kindOf(bytes: Uint8Array, name: string): 'module' | 'component' {
  if (bytes.length === 0) throw mistake(`${name} is empty. Build the guest again.`);
  if (!startsWith(bytes, [0x00, 0x61, 0x73, 0x6d])) {
    const type = fileType(bytes) ?? 'not WebAssembly. Name the .wasm file that building the guest made.';
    throw mistake(`${name} is ${type}`);
  }
  if (bytes.length < 8) throw truncated(name);
  const kind = kindOfHeader(bytes);
  if (!kind) {
    throw mistake(
      `${name} is WebAssembly of an unknown version (${[...bytes.subarray(4, 8)].join(' ')}). Build the guest with tools of today.`,
    );
  }
  if (!isWhole(bytes)) throw truncated(name);
  return kind;
}

/** True where the sections end where the bytes do. */
function isWhole(bytes: Uint8Array): boolean {
  try {
    Array.from(sections(bytes));
    return true;
  } catch {
    return false;
  }
}

/** True where a custom section's name begins with `prefix`. */
export function hasCustomSection(bytes: Uint8Array, prefix: string): boolean {
  for (const { id, content } of sections(bytes)) {
    if (id === 0 && content.name().startsWith(prefix)) return true;
  }
  return false;
}

/** True where a core module's own memory has addresses of 64 bits. */
export function hasWideMemory(bytes: Uint8Array): boolean {
  for (const { id, content } of sections(bytes)) {
    // its limits begin with flags, and one memory is what nearly all have
    if (id === CoreSection.memory && content.u32() > 0) return (content.byte() & 0x04) !== 0;
  }
  return false;
}

function truncated(name: string): Mistake {
  return mistake(
    `${name} ends in the middle of a section: it was not written to its end. Build the guest again.`,
  );
}

function mistake(message: string): Mistake {
  return new Mistake('not-wasm', message);
}
