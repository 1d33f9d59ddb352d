/** What who debugs a guest may ask of its runtime (channel.ts). */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Shown } from './stopped.ts';

/** Where a guest is to stop: at each call that it makes into a capability, or of a function, and that meets what is said besides. */
export interface Breakpoint {
  /** Chosen by who sets it. */
  readonly id: number;
  readonly on: CapabilityPlace | FunctionPlace;
  /** A JavaScript expression over `method`, `key`, `args`, `name` and `capability` that must be true. */
  readonly condition?: string;
  /** How often it must have been met, this time too: `3`, `> 3`, `>= 3`, `% 3`. */
  readonly hits?: string;
  /** Set: the guest does not stop, and this is told, with the expressions in `{}` evaluated. */
  readonly log?: string;
}

export interface CapabilityPlace {
  readonly capability: CapabilityKind;
  /** As the slightfile declares it; `*`: any. */
  readonly name: string;
}

export interface FunctionPlace {
  /** `keyvalue.set`, `sql.*`, `*.get`: the capability or the resource, and its function. */
  readonly function: string;
}

/** `go`: to the next breakpoint; `answer`: makes the call and stops at its answer; `call`: stops at the next call. */
export type Resume = 'go' | 'answer' | 'call';

/** Each is answered at once, also while the guest has stopped; none while it computes. */
export interface DebugRequests {
  /** Where the guest is to stop from here on. @param errors whether it stops where a capability gives it an error */
  breakpoints(all: readonly Breakpoint[], errors: boolean): null;
  /** Lets the guest begin. @param stops whether it stops at its first call */
  begin(stops: boolean): null;
  /** Lets a thread go on that has stopped. */
  resume(thread: number, how: Resume): null;
  /** Stops every thread at its next call. */
  pause(): null;
  /**
   * Gives the call another argument, by its index, or the guest another result.
   * @returns what it is now
   * @throws Error with a sentence for people where the text is no such value
   */
  set(thread: number, what: number | 'result', text: string): Shown;
}
