/** What linking a component comes to: which core modules are instantiated, with what, and what is exported. */
import type { Encoding } from '../abi/side.ts';
import type { AbiFunction, Resource } from '../abi/types.ts';

export interface Program {
  /** The bytes of the core modules. */
  readonly modules: readonly Uint8Array[];
  /** In their order. */
  readonly steps: readonly Step[];
  /** True where it is a package of WIT: types alone. */
  readonly isPackage: boolean;
  /** How many instances of components there are: each has its own handles. */
  readonly instances: number;
  /** By interface, under the name that it is exported by, and by function; of functions in no interface, under ''. */
  readonly exports: ReadonlyMap<string, ReadonlyMap<string, Func>>;
  /** What destroys a component's own resources. */
  readonly destructors: ReadonlyMap<Resource, CoreItem>;
}

/** A core module is instantiated. */
export interface Step {
  readonly module: number;
  readonly imports: ReadonlyMap<string, CoreInstance>;
}

/** What a core module's imports of one name are taken from: the exports of an earlier step, or items by their names. */
export type CoreInstance = { readonly step: number } | { readonly items: ReadonlyMap<string, CoreItem> };

/** A function, memory, table or global of core WebAssembly. */
export type CoreItem =
  | { readonly is: 'export'; readonly step: number; readonly name: string }
  | { readonly is: 'lowered'; readonly func: Func; readonly options: Options; readonly instance: number }
  | {
      readonly is: 'resource';
      readonly what: 'new' | 'drop' | 'rep';
      readonly resource: Resource;
      readonly instance: number;
    };

/** A function of the component model: of a host, or lifted from a core module's. */
export type Func = { readonly type: AbiFunction } & (
  | { readonly interface: string; readonly name: string }
  | { readonly core: CoreItem; readonly options: Options; readonly instance: number }
);

/** The options of a canonical definition. */
export interface Options {
  readonly encoding: Encoding;
  readonly memory?: CoreItem;
  readonly realloc?: CoreItem;
  readonly postReturn?: CoreItem;
}
