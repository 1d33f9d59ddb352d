/** WIT packages that are encoded as components, in the binary form (`.wasm`) or in the text form (`.wat`) of these. */
import { readFile } from 'node:fs/promises';
import { parse } from '@slight/wit/parse.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import { encodedUri } from '../package-uri.ts';

/** True for the name of a file that is such a package, if it is WIT at all. */
export function isEncoded(name: string): boolean {
  return /\.(wasm|wat)$/.test(name);
}

/**
 * The WIT that such a file says.
 * @returns undefined where it is no WIT package
 * @throws Error where the file cannot be read, or its text is none of WebAssembly
 */
export async function readEncoded(file: string): Promise<WitSource | undefined> {
  const [bytes, { witOfPackage }] = await Promise.all([
    file.endsWith('.wat') ? assembled(file) : readFile(file),
    import('@slight/slightfile/wasm/wit-package.ts'),
  ]);
  const text = witOfPackage(bytes);
  return text === undefined ? undefined : { uri: encodedUri(file), text, file: parse(text) };
}

async function assembled(file: string): Promise<Uint8Array> {
  const [text, { parse: assemble }] = await Promise.all([readFile(file, 'utf8'), import('./library.ts')]);
  return await assemble(text);
}
