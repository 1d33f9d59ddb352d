/** The way of an instance back to its start: on the module's side (core/state.ts), and on that of its hosts. */
import { StartState } from '../core/start-state.ts';
import type { Images } from '../core/start-state.ts';
import { withState } from '../core/state.ts';
import type { StateModule } from '../core/state.ts';
import { dropAll } from './imports.ts';
import type { ImportContext } from './imports.ts';
import type { Preview1 } from './preview1/preview1.ts';
import { effect } from './use.ts';

/** A module whose instances show all that can change in them. */
export interface Resettable {
  readonly module: WebAssembly.Module;
  /** What the instance is now; undefined where another one is made faster than it is put back. */
  stateOf(exports: WebAssembly.Exports): StartState | undefined;
}

/** Undefined where something can change in its instances that nobody reaches. */
export async function resettableOf(bytes: Uint8Array | undefined): Promise<Resettable | undefined> {
  const made = bytes && stateModule(bytes);
  if (!made) return undefined;
  const images: Images = new Map();
  return {
    module: await WebAssembly.compile(made.bytes),
    stateOf: (exports) => StartState.of(exports, made, images),
  };
}

function stateModule(bytes: Uint8Array): StateModule | undefined {
  try {
    return withState(bytes);
  } catch (error) {
    // the engine knows instructions that are not known here
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @returns false where a host does not let go of what the guest held, or a folder is not there any more */
export function resetHosts(context: ImportContext, preview1: Preview1): boolean {
  try {
    dropAll(context);
    preview1.reset();
  } catch {
    return false;
  }
  context.use.most = effect.none;
  return true;
}
