/** What a file is that is no WebAssembly, by its first bytes. */

interface Type {
  /** `a gzip archive` */
  readonly what: string;
  readonly remedy: string;
  readonly magic: readonly number[];
}

const bytes = (text: string) => [...Buffer.from(text, 'latin1')];
const buildForWasm = 'Build the guest for wasm32, and name the .wasm file that this makes.';
const unpack = 'Unpack it, and name the .wasm file in it.';

const types: readonly Type[] = [
  { what: 'compressed with gzip', remedy: unpack, magic: [0x1f, 0x8b] },
  { what: 'compressed with zstd', remedy: unpack, magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: 'compressed with xz', remedy: unpack, magic: bytes('\xfd7zXZ') },
  { what: 'compressed with bzip2', remedy: unpack, magic: bytes('BZh') },
  { what: 'a zip archive', remedy: unpack, magic: bytes('PK\x03\x04') },
  { what: 'a program for Linux (ELF)', remedy: buildForWasm, magic: bytes('\x7fELF') },
  { what: 'a program for macOS (Mach-O)', remedy: buildForWasm, magic: [0xcf, 0xfa, 0xed, 0xfe] },
  { what: 'a program for macOS (Mach-O)', remedy: buildForWasm, magic: [0xca, 0xfe, 0xba, 0xbe] },
  { what: 'a program for Windows', remedy: buildForWasm, magic: bytes('MZ') },
  { what: 'a library of objects (ar)', remedy: buildForWasm, magic: bytes('!<arch>') },
  { what: 'LLVM bitcode', remedy: buildForWasm, magic: bytes('BC\xc0\xde') },
  { what: 'a script', remedy: buildForWasm, magic: bytes('#!') },
  { what: 'a web page', remedy: 'Download the .wasm file itself.', magic: bytes('<!') },
];

/** What the file is and what helps, as the end of a sentence and one more; undefined where that is not known. */
export function fileType(contents: Uint8Array): string | undefined {
  if (isWat(contents)) return 'WebAssembly text. Make it binary first, with wat2wasm or wasm-tools parse.';
  const type = types.find(({ magic }) => magic.every((byte, index) => contents[index] === byte));
  if (type) return `${type.what}, not WebAssembly. ${type.remedy}`;
  return isText(contents)
    ? 'a text, not WebAssembly. Name the .wasm file that building the guest made.'
    : undefined;
}

/** `(module …` or `(component …`, behind space and comments. */
function isWat(contents: Uint8Array): boolean {
  const text = new TextDecoder().decode(contents.subarray(0, 4096));
  return /^\s*(;;[^\n]*\n\s*|\(;.*?;\)\s*)*\((module|component)\b/s.test(text);
}

/** UTF-8 without control characters, as far as it is looked at. */
function isText(contents: Uint8Array): boolean {
  try {
    // a character may be cut at the end of what is looked at, which is no error here
    const text = new TextDecoder('utf-8', { fatal: true }).decode(contents.subarray(0, 4096), {
      stream: true,
    });
    return !new RegExp(String.raw`[\u0000-\u0008\u000e-\u001f]`).test(text);
  } catch {
    return false;
  }
}
