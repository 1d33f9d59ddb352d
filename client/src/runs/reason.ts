/** Why a run failed, from its events and what it printed. Knows nothing of VS Code. */
import type { TraceEvent } from '@slight/runtime/trace/events.ts';

export interface Reason {
  /** One or more sentences. */
  readonly message: string;
  /** What the guest called when a capability gave it the error; absent where none did, or where it has no name. */
  readonly call?: NamedCall;
}

export interface NamedCall {
  /** As the guest imports it: `keyvalue`, `wasi:keyvalue/store@0.2.0-draft`. */
  readonly interface: string;
  /** What the guest opened, or tried to. */
  readonly name: string;
}

/** Follows a run from its start to its end. */
export interface Witness {
  accept(event: TraceEvent): void;
  /** Takes what the runtime and the guest print, as it comes. */
  print(text: string): void;
  /** Why the run ended with an exit code other than 0; undefined where only the guest may know. */
  reason(): Reason | undefined;
}

export function createWitness(): Witness {
  const calls = new Map<number, NamedCall | undefined>();
  let failed: Reason | undefined;
  let exit: Extract<TraceEvent, { type: 'exit' }> | undefined;
  let said: string | undefined;
  let line = '';
  return {
    accept(event) {
      if (event.type === 'call') calls.set(event.call, namedCall(event));
      else if (event.type === 'return') calls.delete(event.call);
      else if (event.type === 'error') {
        const call = calls.get(event.call);
        calls.delete(event.call);
        const message = `The last error that a capability gave it: ${sentence(event.message)}`;
        failed = { message, ...(call && { call }) };
      } else if (event.type === 'exit') exit = event;
    },
    print(text) {
      const lines = (line + text).split(/\r?\n/);
      // of a guest's endless line no more is kept than the runtime's own mark would need
      line = lines.pop()?.slice(0, 4000) ?? '';
      said = lines.findLast((one) => one.startsWith(mark))?.slice(mark.length) ?? said;
    },
    reason() {
      if (failed) return failed;
      if (exit?.reason !== undefined) return { message: sentence(exit.reason) };
      // without an exit event it is the runtime that ended it, and it has said why
      return !exit && said !== undefined ? { message: sentence(said) } : undefined;
    },
  };
}

/** What the runtime says of a failure begins with it. */
const mark = 'slight: ';

function namedCall(event: Extract<TraceEvent, { type: 'call' }>): NamedCall | undefined {
  const [first] = event.arguments;
  const opens = /^(\[static\].*\.)?open$/.test(event.function) && typeof first === 'string';
  const name = event.name ?? (opens ? first : undefined);
  return name === undefined ? undefined : { interface: event.interface, name };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
