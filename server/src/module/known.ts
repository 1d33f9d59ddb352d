/** What is known of an app besides its slightfile: its built modules, and the WIT of its worlds. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Severity } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { WasmModule } from '@slight/slightfile/wasm/read.ts';
import type { WorldInterfaces } from '@slight/wit/worlds.ts';

export interface KnownApp {
  readonly modules: readonly KnownModule[];
  readonly worlds: readonly KnownWorld[];
}

/** A module that was built for the app. One that cannot be read is none. */
export interface KnownModule extends WasmModule {
  readonly uri: string;
  /** As people are told of it: `app.wasm`. */
  readonly name: string;
  /** When it was written, in milliseconds since the Unix epoch. */
  readonly time: number;
  /** Of the app's sources, the one that was written last. */
  readonly newestSource?: { readonly name: string; readonly time: number };
}

/** A world of the app's own WIT package. */
export interface KnownWorld extends WorldInterfaces {
  /** The file that declares it. */
  readonly uri: string;
}

/**
 * `undeclared-import`: a guest needs what the slightfile does not declare. `unused-capability`: no guest can open
 * what it declares. `stale-module`: what a run takes is not what the sources say.
 */
export type AppProblemCode = 'undeclared-import' | 'unused-capability' | 'stale-module';

/** What does not fit between a slightfile and the rest of its app. */
export interface AppProblem {
  readonly code: AppProblemCode;
  readonly severity: Severity;
  /** In the slightfile. */
  readonly span: Span;
  /** True where what the span is of could go: editors fade it. */
  readonly unnecessary: boolean;
  readonly message: string;
  /** The module or WIT file that it is told of. */
  readonly uri: string;
  /** The remedy is to build the app. */
  readonly build?: boolean;
  /** The remedy: a capability of this kind, which the slightfile has none of. */
  readonly declare?: CapabilityKind;
}

/** What a module and a world have in common. */
export interface Guest {
  readonly name: string;
  readonly uri: string;
  readonly imports: readonly string[];
  readonly exports: readonly string[];
}
