/** Bytes become a guest: what kind of WebAssembly they are is read from them alone. */
import { Mistake } from '../mistake.ts';
import type { ComponentOptions } from './component/load.ts';
import type { Guest } from './guest.ts';
import { bounded, boundImports } from './core/bounded.ts';
import type { BoundedModule, Bounds } from './core/bounded.ts';
import { checksModule } from './core/checks.ts';
import { hasCustomSection, hasWideMemory, kindOf } from './kind.ts';
import { exportStart } from './legacy/start-function.ts';

export interface LoadOptions {
  /** What messages call it: the file's name. */
  readonly name: string;
  /** Where components are kept that are made of core modules; it may not exist yet. */
  readonly cacheDir: string;
  /** Called before one is kept. Where it fails, none is. */
  readonly prepareCache?: () => Promise<void>;
  /** Told why a component could not be kept: it runs all the same. */
  readonly onUnkept?: (reason: string) => void;
  /** What an instance may use up. */
  readonly bounds?: Bounds;
}

/**
 * Reads a module or a component. A core module that imports interfaces of the component model is made a component.
 * @throws Mistake `not-wasm` where the bytes are none that can be run
 */
export async function loadGuest(bytes: Uint8Array, options: LoadOptions): Promise<Guest> {
  const { name } = options;
  const kind = kindOf(bytes, name);
  if (kind === 'component') return component(bytes, options);
  const within = boundedModule(bytes, options);
  const module = await compile(within.bytes, name);
  requireFunctions(module, name);
  if (hasWideMemory(bytes)) {
    throw new Mistake(
      'not-wasm',
      `${name} has a memory of 64-bit addresses, and the interfaces of guests are made for 32. Build it for wasm32.`,
    );
  }
  if (!importsInterfaces(module)) return legacy(within, module, options);
  // wit-bindgen and wasm-tools leave it; its name goes on with the world's
  if (!hasCustomSection(bytes, 'component-type')) {
    throw new Mistake(
      'not-wasm',
      `${name} imports interfaces of the component model, but does not say their types, so it cannot be made a component. Make it one with wasm-tools component embed and component new.`,
    );
  }
  const isCommand = WebAssembly.Module.exports(module).some((one) => one.name === '_start');
  return component(bytes, { ...options, core: isCommand ? 'command' : 'reactor' });
}

function boundedModule(bytes: Uint8Array, { name, bounds = {} }: LoadOptions): BoundedModule {
  const asItIs = { bytes, memories: [], isChecked: false };
  try {
    return bounded(new Map([['', bytes]]), name, bounds).get('') ?? asItIs;
  } catch (error) {
    // what is no whole module is told by who compiles it
    if (error instanceof SyntaxError || error instanceof RangeError) return asItIs;
    throw error;
  }
}

// each kind's own modules are loaded only where it is needed: both take a while

async function component(bytes: Uint8Array, options: ComponentOptions): Promise<Guest> {
  return (await import('./component/load.ts')).loadComponent(bytes, options);
}

async function legacy(
  within: BoundedModule,
  module: WebAssembly.Module,
  { name, bounds = {} }: LoadOptions,
): Promise<Guest> {
  const { loadLegacy } = await import('./legacy/load.ts');
  const options = {
    more: () => boundImports(within, bounds),
    ...(bounds.watch && { watch: bounds.watch }),
  };
  const startless = exportStart(within.bytes);
  if (!startless) return loadLegacy(module, { ...options, bytes: within.bytes });
  return loadLegacy(await compile(startless.bytes, name), { ...options, ...startless });
}

async function compile(bytes: Uint8Array, name: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    throw new Mistake(
      'not-wasm',
      `${name} is not valid WebAssembly, or needs a feature that Node ${process.versions.node} does not have: ${reason(error)}. Build it again.`,
      { cause: error },
    );
  }
}

/** V8's message without its preamble: `WebAssembly.compile(): type mismatch @+12`. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^WebAssembly\.\w+\(\): /, '');
}

/** What a module that is no whole program imports besides functions, by `module.name`; what it is, and what to do. */
const parts: readonly (readonly [RegExp, string])[] = [
  [
    /^__main_module__\./,
    'is an adapter, which tools take into a component. Name the .wasm file that building the guest made.',
  ],
  [/^env\.__(linear_memory|stack_pointer)$/, 'is an object file. Link it as a program first.'],
  [/^(env\.__(memory_base|table_base)|GOT\.\w+\..*)$/, 'is a shared library. Link it into a program.'],
  [
    /^wasi\.thread-spawn$/,
    'uses threads, which slight does not run. Build it for wasm32-wasip1, without threads.',
  ],
];

/** @throws Mistake where the module imports more than functions */
function requireFunctions(module: WebAssembly.Module, name: string): void {
  const imports = WebAssembly.Module.imports(module);
  const other = imports.find((one) => one.kind !== 'function' && one.module !== checksModule);
  if (!other) return;
  const known = parts.find(([pattern]) =>
    imports.some((one) => pattern.test(`${one.module}.${one.name}`)),
  )?.[1];
  throw new Mistake(
    'unknown-import',
    known === undefined
      ? `${name} imports the ${other.kind} ${other.module}.${other.name}, which no host of slight gives. Link it as a program of its own.`
      : `${name} ${known}`,
  );
}

/** Names with a package (`wasi:cli/run@0.2.0`) are the component model's, also in its newer spelling (`cm32p2|…`). Extism's looks like one. */
function importsInterfaces(module: WebAssembly.Module): boolean {
  return WebAssembly.Module.imports(module).some((one) =>
    /^(cm32p2\|)?(?!extism:)[a-z][\w-]*:[\w-]+\//.test(one.module),
  );
}
