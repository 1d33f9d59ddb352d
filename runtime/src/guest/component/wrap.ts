/** A core module that imports interfaces of the component model becomes a component. */
import { access, readFile } from 'node:fs/promises';
import { componentNew } from '@bytecodealliance/jco-transpile/wasm-tools';
import { useTool } from './tools.ts';

/**
 * @param core with the `component-type` section that says the types of what it imports
 * @param kind a command has a `_start`, which becomes wasi:cli/run
 * @throws ToolFailure where what it imports is not what its section says
 */
export async function wrap(core: Uint8Array, kind: 'command' | 'reactor'): Promise<Uint8Array> {
  const adapter = await readFile(await adapterFile(kind));
  return useTool(() => componentNew(core, [['wasi_snapshot_preview1', adapter]]));
}

/** What serves WASI preview 1 inside a component. jco has it; scripts/build.ts puts it beside the bundle of this file. */
async function adapterFile(kind: 'command' | 'reactor'): Promise<URL> {
  const name = `wasi_snapshot_preview1.${kind}.wasm`;
  const bundled = new URL(name, import.meta.url);
  try {
    await access(bundled);
    return bundled;
  } catch {
    return new URL(`../lib/${name}`, import.meta.resolve('@bytecodealliance/jco'));
  }
}
