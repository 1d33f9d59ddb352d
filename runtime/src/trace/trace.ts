/** The trace: the one stream of what the guest asked and got. Secrets are masked before an event leaves it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Fields } from '../ports/http.ts';
import type { TraceEntry, TraceEvent } from './events.ts';
import { maskedTexts } from './masking/entry.ts';
import { createMasking } from './masking/masking.ts';
import type { Masking } from './masking/masking.ts';
import { traceFields } from './traceparent.ts';
import type { TraceContext } from './traceparent.ts';

export interface Trace {
  /** False where nobody wants what the guest calls and prints, so that a caller need not make events of it. */
  readonly enabled: boolean;
  /** False where nobody wants to know of requests that went well. */
  readonly requests: boolean;
  /** The secrets that no event shows. `emit` sees to it; what is shortened before must be masked before. */
  readonly masking: Masking;
  /** @returns the event's `seq` */
  emit(entry: TraceEntry): number;
  /**
   * Does a work, also what it waits for, all of whose events have this parent.
   * @param context the trace across programs that it is of, where that is another than the one around it
   */
  during<T>(parent: number | undefined, work: () => T, context?: TraceContext): T;
  /** What a request that is sent now says of the trace that it is of; empty where it is of none. */
  fields(): Fields;
  /** The number of the next call, among those of all instances: 1, 2, 3 … */
  nextCall(): number;
  /** Undefined, unless events are taken slower than they come: then what calls a host waits until there is room. */
  room(): Promise<void> | undefined;
}

/** Where events go. */
export interface Sink {
  accept(event: TraceEvent): void;
  /** Set where what the guest calls and prints is of no interest: events of that cost each call some time. */
  readonly calls?: false;
  /** Set where requests that went well are of no interest. */
  readonly requests?: false;
  /** Undefined unless it takes events slower than they come: settles when there is room again. */
  room?(): Promise<void> | undefined;
}

/** A trace that masks, numbers and times each entry and hands it to every sink. It is enabled where one of them wants calls. */
export function createTrace(sinks: readonly Sink[], masking: Masking = createMasking()): Trace {
  const around = new AsyncLocalStorage<Around>();
  const mayWait = sinks.some((sink) => sink.room !== undefined);
  let seq = 0;
  let calls = 0;
  return {
    enabled: sinks.some(({ calls }) => calls !== false),
    requests: sinks.some(({ requests }) => requests !== false),
    masking,
    emit(entry) {
      seq += 1;
      if (sinks.length === 0) return seq;
      const parent = around.getStore()?.parent;
      const event = {
        seq,
        time: performance.timeOrigin + performance.now(),
        ...(parent !== undefined && { parent }),
        ...maskedTexts(entry, masking),
      } as TraceEvent;
      for (const sink of sinks) sink.accept(event);
      return seq;
    },
    nextCall: () => ++calls,
    during: (parent, work, context = around.getStore()?.context) => around.run({ parent, context }, work),
    fields() {
      const context = around.getStore()?.context;
      return context ? traceFields(context) : [];
    },
    room() {
      if (!mayWait) return undefined;
      const waits = sinks.map((sink) => sink.room?.()).filter((wait) => wait !== undefined);
      return waits.length === 0 ? undefined : Promise.all(waits).then(() => undefined);
    },
  };
}

/** What is under way. */
interface Around {
  readonly parent: number | undefined;
  readonly context: TraceContext | undefined;
}
