/** Where a guest that is debugged has stopped, as who debugs it is told. Nothing of it is secret. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';

export interface Stopped {
  /** The instance that has stopped, which the others go on beside: 1, 2, 3 … in the order in which they were made. */
  readonly thread: number;
  readonly reason: Reason;
  /** The breakpoints that it stopped for. */
  readonly breakpoints: readonly number[];
  /** `call`: nobody has been asked yet; `answer`: the guest waits for the answer, which is here. */
  readonly at: 'call' | 'answer';
  readonly call: ShownCall;
  /** Without the resource of a method. */
  readonly arguments: readonly Shown[];
  readonly result?: Shown;
  readonly error?: ShownError;
}

/** Who is told of a guest that is debugged. */
export interface DebugTeller {
  stopped(stopped: Stopped): void;
  /** What a thread had stopped at is over without it: its client has gone, or the run ends. */
  released(thread: number): void;
  /** What a breakpoint logs instead of stopping; it holds no secret. */
  logged(text: string): void;
}

export type Reason = 'entry' | 'breakpoint' | 'function breakpoint' | 'exception' | 'step' | 'pause';

export interface ShownCall {
  /** As the guest imports it: `spiderlightning:keyvalue/keyvalue@0.6.0`. */
  readonly interface: string;
  /** `keyvalue.set` */
  readonly function: string;
  readonly capability?: CapabilityKind;
  /** What the guest opened it by, or is about to. */
  readonly name?: string;
}

/** An error that the guest is about to be given. */
export interface ShownError {
  /** The WIT's case: `key-not-found`. */
  readonly case: string;
  readonly message: string;
}

/** A value, for people. */
export interface Shown {
  /** `text`, `bytes`, `number`, `list` … */
  readonly type: string;
  readonly text: string;
  /** What a list or a record is made of, by index or name. */
  readonly parts?: readonly ShownPart[];
}

export interface ShownPart {
  readonly name: string;
  readonly value: Shown;
}
