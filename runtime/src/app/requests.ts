/** The requests of an app that serves: events when one comes and when it is over, and how many are under way. */
import type { Observe, Outcome, Refused } from '../http/observe.ts';
import { HttpFault } from '../ports/http.ts';
import type { Exchange } from '../ports/http.ts';
import { traceContextOf } from '../trace/traceparent.ts';
import type { TraceContext } from '../trace/traceparent.ts';
import type { AtWork } from './at-work.ts';
import { lastError } from './last-error.ts';
import { maskedTarget } from '../trace/masking/target.ts';
import type { Trace } from '../trace/trace.ts';

export interface Requests {
  readonly underWay: number;
  readonly observe: Observe;
  readonly refused: Refused;
  /** Settles when none is under way, and each is told of; at the latest after that time, in milliseconds. */
  over(time: number): Promise<void>;
}

export interface RequestsOptions extends Pick<AtWork, 'lastFailure'> {
  /** Whether the trace that a client names is passed on, where nobody listens to this one. */
  readonly honours: boolean;
}

export function createRequests(trace: Trace, { honours, lastFailure }: RequestsOptions): Requests {
  let underWay = 0;
  let none: (() => void) | undefined;
  let last = 0;

  const come = ({ method, target }: Exchange, context?: TraceContext) => {
    const request = ++last;
    const of = context && { traceId: context.traceId, spanId: context.spanId };
    return {
      request,
      seq: trace.emit({ type: 'request', request, method, target: maskedTarget(target), ...of }),
    };
  };
  const answer = (exchange: Exchange, request: number, start: number, outcome: Outcome) => {
    const { status, cut } = outcome;
    const reason = reasonOf(outcome);
    const failure = reason === undefined || cut ? undefined : lastFailure(exchange);
    trace.emit({
      type: 'answer',
      request,
      duration: performance.now() - start,
      ...(status !== undefined && { status }),
      ...(reason !== undefined && { reason }),
      ...(cut && { cut }),
      ...(failure && { last: lastError(failure) }),
    });
  };
  return {
    get underWay() {
      return underWay;
    },
    async observe(exchange, run) {
      underWay += 1;
      const room = trace.room();
      if (room) await room;
      const start = performance.now();
      const context = trace.enabled || honours ? traceContextOf(exchange.headers) : undefined;
      if (trace.requests) {
        const { request, seq } = come(exchange, context);
        answer(
          exchange,
          request,
          start,
          await (trace.enabled || context ? trace.during(seq, run, context) : run()),
        );
      } else {
        const outcome = await (context ? trace.during(undefined, run, context) : run());
        if (outcome.reason !== undefined) answer(exchange, come(exchange).request, start, outcome);
      }
      underWay -= 1;
      if (underWay === 0) none?.();
    },
    over: (time) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, time);
        none = () => {
          clearTimeout(timer);
          resolve();
        };
        if (underWay === 0) none();
      }),
    refused({ line, ...refusal }) {
      const shown = line && { method: line.method, target: maskedTarget(line.target) };
      // also where it came behind a request, it is of none
      trace.during(undefined, () => trace.emit({ type: 'refused', ...refusal, ...shown }));
    },
  };
}

/** Why the guest did not answer: to the user, what the client is not told. */
function reasonOf({ reason, error }: Outcome): string | undefined {
  const cause = error instanceof HttpFault ? error.cause : error;
  return cause instanceof Error ? cause.message : reason;
}
