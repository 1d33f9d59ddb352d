/** Core modules of one guest, changed so that the bounds which its user sets hold. */
import { Mistake } from '../../mistake.ts';
import { checksModule, withChecks } from './checks.ts';
import { TooMuchMemory, withCeiling } from './memories.ts';
import type { Memory } from './memories.ts';
import type { Watch } from './watch.ts';

export interface Bounds {
  /** How far its memory may grow, in bytes; by default as far as it says itself. */
  readonly memory?: number;
  /** Ends it where it computes for too long; by default nobody does. */
  readonly watch?: Watch;
}

export interface BoundedModule {
  readonly bytes: Uint8Array;
  /** Memories that were the module's own, and are made for each of its instances: see checks.ts. */
  readonly memories: readonly Memory[];
  /** True where it has checks. */
  readonly isChecked: boolean;
}

/**
 * The same modules within bounds.
 * @param name what messages call the guest
 * @throws Mistake where they cannot be kept; SyntaxError or RangeError where a module is not valid
 */
export function bounded(
  modules: ReadonlyMap<string, Uint8Array>,
  name: string,
  { memory, watch }: Bounds,
): ReadonlyMap<string, BoundedModule> {
  const ceiled = memory === undefined ? modules : ceiling(modules, name, memory);
  return new Map(
    [...ceiled].map(([key, bytes]) => {
      const checked = watch && withChecks(bytes);
      return [key, { bytes, memories: [], ...checked, isChecked: checked !== undefined }];
    }),
  );
}

/** What an instance of the module imports besides what it asks for itself. */
export function boundImports({ memories, isChecked }: BoundedModule, { watch }: Bounds): WebAssembly.Imports {
  if (!isChecked || !watch) return {};
  const own = memories.map((memory, index) => [index, memoryOf(memory)] as const);
  return { [checksModule]: { flag: watch.flag, ...Object.fromEntries(own) } };
}

function memoryOf({ initial, maximum, isShared, isWide }: Memory): WebAssembly.Memory {
  const size = (pages: number) => (isWide ? BigInt(pages) : pages);
  return new WebAssembly.Memory({
    initial: size(initial),
    ...(maximum !== undefined && { maximum: size(maximum) }),
    shared: isShared,
    ...(isWide && { address: 'i64' }),
  });
}

function ceiling(
  modules: ReadonlyMap<string, Uint8Array>,
  name: string,
  memory: number,
): ReadonlyMap<string, Uint8Array> {
  try {
    return withCeiling(modules, memory);
  } catch (error) {
    if (!(error instanceof TooMuchMemory)) throw error;
    throw new Mistake('too-much-memory', `${name} ${error.message}. Allow it more with --memory.`, {
      cause: error,
    });
  }
}
