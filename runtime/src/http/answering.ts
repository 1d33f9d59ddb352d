/** How a request is answered: by the handler, or in its place. */
import type { Handler, HttpFault } from '../ports/http.ts';
import type { AnswerRequest } from './connection.ts';
import { preflight } from './cors.ts';
import type { ServedExchange, Site } from './exchange.ts';
import type { Observe, Outcome } from './observe.ts';
import { requestFault } from './request-fault.ts';
import { clientGone, cutShort } from './why.ts';

export interface AnsweringOptions {
  readonly handler: Handler;
  readonly observe?: Observe;
}

interface Ended {
  readonly reason?: string;
  readonly error?: unknown;
}

const whole: Ended = {};

export function answering({ handler, observe }: AnsweringOptions, site: Site): AnswerRequest {
  /** Settles when the handler has done all that it does. */
  const answer = async (exchange: ServedExchange, given: HttpFault | undefined): Promise<Ended> => {
    const fault = given ?? requestFault(exchange.request, site.limits);
    if (fault) {
      exchange.refuse(fault);
      return { reason: fault.message };
    }
    const asked = site.cors && preflight(exchange.method, exchange.request.headers);
    try {
      if (asked) await exchange.respond(204, asked).finish();
      else await handler(exchange);
    } catch (error) {
      const reason = exchange.end(error) ?? 'The app failed behind its answer.';
      // then how it failed is only that it was ended
      return reason === cutShort ? { reason } : { reason, error };
    }
    const reason = exchange.end();
    return reason === undefined ? whole : { reason };
  };
  if (!observe) return answer;
  return (exchange, fault) =>
    new Promise<unknown>((resolve) => {
      // a function that is made for each request has no name: in a bundle that keeps names, that costs more than the function
      observe(exchange, async () => {
        const ended = await answer(exchange, fault);
        resolve(undefined);
        if (!exchange.refused) await exchange.whenClosed();
        return outcome(exchange, ended);
      }).then(resolve, resolve);
    });
}

function outcome(exchange: ServedExchange, { reason, error }: Ended): Outcome {
  const { status, bytes, response } = exchange;
  const isSent = response.writableFinished;
  // whatever else the end of all made of it
  const why = !isSent && exchange.cut ? cutShort : (reason ?? (isSent ? undefined : clientGone));
  return {
    status,
    bytes,
    ...(why !== undefined && { reason: why }),
    ...(why === cutShort && { cut: true }),
    ...(error !== undefined && why !== cutShort && { error }),
  };
}
