/** A request that goes to the function of the guest that its route names. */
import { STATUS_CODES } from 'node:http';
import { GuestFull } from '../../guest/guest.ts';
import type { Instance } from '../../guest/guest.ts';
import { WitError } from '../../hosts/values.ts';
import { HttpFault } from '../../ports/http.ts';
import type { Exchange, Handler, Route } from '../../ports/http.ts';
import type { Patience } from '../stay.ts';
import type { Pool } from '../pool.ts';
import type { Bodies, HeldBody } from './bodies.ts';
import { exportOf } from './handlers.ts';
import { requestOf, routedPath } from './request.ts';
import type { Request } from './request.ts';
import { faultOf, respond } from './response.ts';
import type { Response } from './response.ts';
import { routeTable } from './table.ts';

/**
 * Answers by these routes, each request in an instance of the pool.
 * @param bodies what is held of their bodies, until each is answered
 * @param begins told which instance is at work for which request from now on
 * @param timeout how long the guest may take for one, in milliseconds; absent: as long as it likes
 */
export function routesHandler(
  routes: readonly Route[],
  pool: Pool,
  bodies: Bodies,
  begins: (instance: Instance, exchange: Exchange) => void,
  timeout?: number,
): Handler {
  const find = routeTable(routes.map((route) => ({ ...route, name: exportOf(route.handler) })));
  // each await is a turn of its own, and most requests need none
  const answer = (exchange: Exchange): Promise<void> => {
    // of no path, but of the server
    if (exchange.target === '*') return respond(exchange, { status: 204 });
    const routed = find(exchange.method, routedPath(exchange.target));
    switch (routed.is) {
      case 'none':
        return respond(exchange, plain(404));
      case 'other-method': {
        const allow = ['allow', routed.allowed.join(', ')] as const;
        if (exchange.method === 'OPTIONS') return respond(exchange, { status: 204, headers: [allow] });
        return respond(exchange, plain(405, allow));
      }
      default: {
        let held: HeldBody | undefined;
        const request = requestOf(exchange, routed.route, routed.params, () => (held = bodies.hold()));
        if (request instanceof Promise) {
          return request
            .then((whole) => answerBy(exchange, routed.route, whole))
            .finally(() => held?.[Symbol.dispose]());
        }
        return answerBy(exchange, routed.route, request);
      }
    }
  };
  const answerBy = (exchange: Exchange, route: NamedRoute, request: Request): Promise<void> => {
    // functions without names: the bundle keeps those (keepNames), and setting one costs as much as a call of the guest
    const response = calledNow(pool, route, request, (instance) => begins(instance, exchange));
    if (response) return respond(exchange, response);
    const patience: Patience = { whenGone: (told) => exchange.whenGone(told), timeout };
    return called(pool, route, request, (instance) => begins(instance, exchange), patience).then((later) =>
      respond(exchange, later),
    );
  };
  return (exchange) => {
    try {
      return answer(exchange);
    } catch (error) {
      return rejected(error as Error);
    }
  };
}

function rejected(error: Error): Promise<never> {
  return Promise.reject(error);
}

interface NamedRoute extends Route {
  /** Of its handler's export. */
  readonly name: string;
}

/** An answer that is no guest's. */
function plain(status: number, ...headers: (readonly [string, string])[]): Response {
  return {
    status,
    headers: [['content-type', 'text/plain; charset=utf-8'], ...headers],
    body: Buffer.from(`${STATUS_CODES[status]}.\n`),
  };
}

/**
 * Most handlers ask nobody for anything.
 * @throws as `called`
 */
function calledNow(
  pool: Pool,
  { name, handler }: NamedRoute,
  request: Request,
  begins: (instance: Instance) => void,
): Response | undefined {
  try {
    const done = pool.useNow((instance) => {
      begins(instance);
      return instance.callNow?.('', name, [request]);
    });
    return done?.value as Response | undefined;
  } catch (error) {
    throw callFault(handler, error);
  }
}

/** @throws HttpFault where the handler gives an error, or has no room for the request; GuestTrap */
async function called(
  pool: Pool,
  { name, handler }: NamedRoute,
  request: Request,
  begins: (instance: Instance) => void,
  patience: Patience,
): Promise<Response> {
  try {
    const response = await pool.use((instance) => {
      begins(instance);
      return instance.call('', name, [request]);
    }, patience);
    return response as Response;
  } catch (error) {
    throw callFault(handler, error);
  }
}

function callFault(handler: string, error: unknown): unknown {
  if (error instanceof WitError) return faultOf(handler, error);
  if (error instanceof GuestFull) return new HttpFault(413, `${STATUS_CODES[413]}.`, [], { cause: error });
  return error;
}
