/** The requests of an app that serves: events when one comes and when it is over, and how many are under way. */
import { HttpFault } from '../ports/http.ts';
import type { Exchange } from '../ports/http.ts';
import { traceContextOf } from '../trace/traceparent.ts';
import type { Trace } from '../trace/trace.ts';

export interface Requests {
  readonly underWay: number;
  /** Does what answers a request, and tells of it. What it throws is thrown. */
  observe(exchange: Exchange, answer: () => Promise<void>): Promise<void>;
}

/** @param honours whether the trace that a client names is passed on, where nobody listens to this one */
export function createRequests(trace: Trace, { honours }: { readonly honours: boolean }): Requests {
  let underWay = 0;
  let last = 0;

  const answered = async (exchange: Exchange, answer: () => Promise<void>): Promise<void> => {
    const context = trace.enabled || honours ? traceContextOf(exchange.headers) : undefined;
    const request = ++last;
    const { method, target } = exchange;
    const come = () =>
      trace.emit({
        type: 'request',
        request,
        method,
        target,
        ...(context && { traceId: context.traceId, spanId: context.spanId }),
      });
    const seq = trace.requests ? come() : undefined;
    const start = performance.now();
    try {
      if (trace.enabled || context) await trace.during(seq, answer, context);
      else await answer();
      if (seq !== undefined) over(exchange.status);
    } catch (error) {
      if (seq === undefined) come();
      over(statusOf(exchange, error), error instanceof Error ? error.message : String(error));
      throw error;
    }

    function over(status: number | undefined, reason?: string): void {
      trace.emit({
        type: 'answer',
        request,
        duration: performance.now() - start,
        ...(status !== undefined && { status }),
        ...(reason !== undefined && { reason }),
      });
    }
  };

  return {
    get underWay() {
      return underWay;
    },
    async observe(exchange, answer) {
      underWay += 1;
      try {
        const room = trace.room();
        if (room) await room;
        await answered(exchange, answer);
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** What the server answers in the place of the guest; undefined where nobody waits for an answer any more. */
function statusOf({ status, signal }: Exchange, error: unknown): number | undefined {
  if (status !== undefined || signal.aborted) return status;
  return error instanceof HttpFault ? error.status : 500;
}
