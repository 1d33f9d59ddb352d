/** A request that goes to the function of the guest that its route names. */
import { STATUS_CODES } from 'node:http';
import { GuestFull } from '../../guest/guest.ts';
import { WitError } from '../../hosts/values.ts';
import { HttpFault } from '../../ports/http.ts';
import type { Handler, Route } from '../../ports/http.ts';
import type { Patience } from '../places.ts';
import type { Pool } from '../pool.ts';
import { exportOf } from './handlers.ts';
import { requestOf, routedPath } from './request.ts';
import type { Request } from './request.ts';
import { faultOf, respond } from './response.ts';
import type { Response } from './response.ts';
import { routeTable } from './table.ts';

/**
 * Answers by these routes, each request in an instance of the pool.
 * @param timeout how long the guest may take for one, in milliseconds; absent: as long as it likes
 */
export function routesHandler(routes: readonly Route[], pool: Pool, timeout?: number): Handler {
  const find = routeTable(routes);
  return async (exchange) => {
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
        const { route, params } = routed;
        const request = requestOf(exchange, route, params);
        const given = request instanceof Promise ? await request : request;
        const response = calledNow(pool, route.handler, given);
        if (response) return respond(exchange, response);
        const patience = { signal: exchange.signal, timeout };
        return respond(exchange, await called(pool, route.handler, given, patience));
      }
    }
  };
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
function calledNow(pool: Pool, handler: string, request: Request): Response | undefined {
  try {
    const done = pool.useNow((instance) => instance.callNow?.('', exportOf(handler), [request]));
    return done?.value as Response | undefined;
  } catch (error) {
    throw callFault(handler, error);
  }
}

/** @throws HttpFault where the handler gives an error, or has no room for the request; GuestTrap */
async function called(pool: Pool, handler: string, request: Request, patience: Patience): Promise<Response> {
  try {
    const response = await pool.use((instance) => instance.call('', exportOf(handler), [request]), patience);
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
