/** Core modules for tests, of nothing but imports (WebAssembly 2.0, "Binary Format"). */

type Bytes = readonly number[];

/** A module that imports a function of each of these interfaces. */
export function moduleOf(interfaces: readonly string[]): Uint8Array {
  const imports = interfaces.map((of) => [...name(of), ...name('open'), 0x00, 0x00]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 0x00, 0x00]),
    ...section(2, [...number(imports.length), ...imports.flat()]),
  ]);
}

function section(id: number, content: Bytes): Bytes {
  return [id, ...number(content.length), ...content];
}

function name(text: string): Bytes {
  const bytes = new TextEncoder().encode(text);
  return [...number(bytes.length), ...bytes];
}

/** Unsigned LEB128. */
function number(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)];
}
