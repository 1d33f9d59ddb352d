/**
 * Guests of slight up to 0.5: core modules that speak WASI preview 1 and the ABI of wit-bindgen 0.2. What they import
 * is looked up in wit/legacy (as tables: generated/legacy-wit.ts), and lifted and lowered by abi/.
 */
import { generationOf, type Generation } from '@slight/slightfile/interfaces.ts';
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import { once } from '../../once.ts';
import type { Guest } from '../guest.ts';
import type { Watch } from '../core/watch.ts';
import { abiModule, functionImports, type Codes } from './imports.ts';
import { handlersOf } from './handlers.ts';
import { instantiate } from './instance.ts';
import { resettableOf } from './reset.ts';

export interface LegacyOptions {
  /** Which interfaces `configs` and `http-types` mean; where it is not given, the module's other imports tell. */
  readonly generation?: Generation;
  /** The export that is the module's start function: see start-function.ts. */
  readonly start?: string;
  /** What each instance imports besides what hosts give. */
  readonly more?: () => WebAssembly.Imports;
  readonly watch?: Watch;
  /** The module's own; without them, its instances are never put back to their start. */
  readonly bytes?: Uint8Array;
}

export interface LegacyGuest extends Guest {
  readonly kind: 'legacy';
  readonly generation: Generation;
}

/** Makes a guest of a compiled module. Nothing of it runs yet. */
export function loadLegacy(module: WebAssembly.Module, options: LegacyOptions = {}): LegacyGuest {
  const imports = groupImports(module);
  const generation = options.generation ?? generationOf(imports.map(({ name }) => name));
  const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function');
  // shared by all instances
  const codes: Codes = new Map();
  const handlers = handlersOf(generation);
  const resettable = once(() => resettableOf(options.bytes));
  return {
    kind: 'legacy',
    generation,
    imports: imports.filter(({ name }) => name !== abiModule),
    // a core module has no interfaces: what it exports is its own
    exports: [
      { name: '', functions: functions.map(({ name }) => name).filter((name) => name !== options.start) },
    ],
    async instantiate(hosts, io) {
      const state = io.resets ? await resettable() : undefined;
      return instantiate(state?.module ?? module, {
        ...options,
        generation,
        codes,
        handlers,
        hosts,
        io,
        state,
      });
    },
  };
}

function groupImports(module: WebAssembly.Module): InterfaceRef[] {
  const groups = Map.groupBy(functionImports(module), (each) => each.module);
  return [...groups].map(([name, members]) => ({ name, functions: members.map((member) => member.name) }));
}
