import { readFile } from 'node:fs/promises';
import { componentEmbed, componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { witSource } from './wit.ts';

/**
 * A core module with the section that says the types of what it imports, from which anyone can make a component.
 * @param wasi the version that the guest was built for
 */
export async function embed(
  root: string,
  core: Uint8Array,
  worlds: string,
  world: string,
  wasi?: string,
): Promise<Uint8Array> {
  return componentEmbed({
    binary: core,
    witSource: await witSource(root, worlds, wasi),
    world,
    features: { tag: 'list', val: ['informational-outbound-responses'] },
  });
}

/** What a core module is: a program that is run to its end, or functions that are called. */
export type Kind = 'command' | 'reactor';

/** A component of such a module; what it imports of WASI preview 1 is served inside it, by jco's adapter. */
export async function componentOf(embedded: Uint8Array, kind: Kind = 'command'): Promise<Uint8Array> {
  const adapter = new URL(
    `../lib/wasi_snapshot_preview1.${kind}.wasm`,
    import.meta.resolve('@bytecodealliance/jco'),
  );
  return componentNew(embedded, [['wasi_snapshot_preview1', await readFile(adapter)]]);
}
