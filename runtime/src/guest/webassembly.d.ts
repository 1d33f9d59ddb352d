/** The parts of WebAssembly's JavaScript API that the runtime uses; TypeScript has them only with the whole of the DOM. */
declare namespace WebAssembly {
  type ImportExportKind = 'function' | 'global' | 'memory' | 'table' | 'tag';

  interface ModuleImportDescriptor {
    readonly module: string;
    readonly name: string;
    readonly kind: ImportExportKind;
  }

  interface ModuleExportDescriptor {
    readonly name: string;
    readonly kind: ImportExportKind;
  }

  type Imports = Record<string, Record<string, unknown>>;
  type Exports = Readonly<Record<string, unknown>>;

  class Module {
    /** Only the engine makes one: nothing else has its type. */
    private readonly compiled: true;
    constructor(bytes: BufferSource);
    static imports(module: Module): ModuleImportDescriptor[];
    static exports(module: Module): ModuleExportDescriptor[];
    static customSections(module: Module, name: string): ArrayBuffer[];
  }

  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }

  class Memory {
    constructor(descriptor: {
      /** A bigint where its addresses are of 64 bits. */
      readonly initial: number | bigint;
      readonly maximum?: number | bigint;
      readonly shared?: boolean;
      readonly address?: 'i32' | 'i64';
    });
    /** A SharedArrayBuffer where it is shared. */
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  class Table {
    readonly length: number;
  }

  class Global {
    constructor(descriptor: { readonly value: 'i32'; readonly mutable: boolean }, value: number);
    value: unknown;
  }

  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}

  /** What a guest threw; no Error. */
  class Exception {
    private readonly thrown: true;
  }

  /** JavaScript Promise Integration: an import that may wait, and an export whose imports may. */
  class Suspending {
    private readonly suspending: true;
    // its arguments are core values, and so is what it returns or resolves to
    constructor(callback: (...args: never[]) => unknown);
  }

  function promising<A extends unknown[]>(
    exported: (...args: A) => unknown,
  ): (...args: A) => Promise<unknown>;

  type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;

  function compile(bytes: BufferSource): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  function validate(bytes: BufferSource): boolean;
}
