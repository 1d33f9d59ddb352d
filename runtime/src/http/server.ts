/** The server of HTTP: node:http, and what each request is for a handler. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpFault } from '../ports/http.ts';
import type { Exchange, Fields, Handler, OutgoingBody } from '../ports/http.ts';
import { defaultLimits } from './limits.ts';
import type { Limits } from './limits.ts';
import type { Observe, Outcome } from './observe.ts';
import { incomingBody, outputTo, pairs } from './body.ts';

export interface Listening extends AsyncDisposable {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Takes no more requests; settles when those that are under way have ended, or after the grace, in milliseconds. */
  close(grace: number): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly handler: Handler;
  /** Those that are not given are as `limits.ts` says. */
  readonly limits?: Partial<Limits>;
  /** Put around each request, those too that the server answers in the handler's place. */
  readonly observe?: Observe;
}

/** Listens, and hands each request to the handler. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { host, port, handler, observe } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const server = createServer(
    {
      maxHeaderSize: limits.head,
      headersTimeout: limits.headTime,
      // what counts is how long the guest had to wait
      requestTimeout: 0,
      keepAliveTimeout: limits.idle,
    },
    (request, response) => {
      const exchange = exchangeOf(request, response);
      if (observe) void observe(exchange, () => observed(exchange, response, handler));
      else void answer(exchange, response, handler);
    },
  );
  await listening(server, host, port);
  const address = server.address() as AddressInfo;
  const close = async (grace: number) => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    await closed;
    clearTimeout(timer);
  };
  return { url: `http://${host}:${address.port}`, close, [Symbol.asyncDispose]: () => close(0) };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function observed(exchange: Exchange, response: ServerResponse, handler: Handler): Promise<Outcome> {
  const closed = new Promise((resolve) => response.once('close', resolve));
  const failure = await answer(exchange, response, handler);
  await closed;
  const { status } = exchange;
  return { status, bytes: 0, ...failure };
}

/** Resolves to why it was not the handler that answered. */
async function answer(
  exchange: Exchange,
  response: ServerResponse,
  handler: Handler,
): Promise<Pick<Outcome, 'reason' | 'error'> | undefined> {
  try {
    await handler(exchange);
    if (!response.writableEnded && !response.destroyed) response.end();
    return undefined;
  } catch (error) {
    const fault = error instanceof HttpFault ? error : new HttpFault(500, 'The app failed to answer.');
    if (response.headersSent) response.destroy();
    else response.writeHead(fault.status, fault.headers.flat()).end(`${fault.message}\n`);
    return { reason: fault.message, error };
  }
}

function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  return {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    scheme: 'http',
    authority: request.headers.host,
    headers: pairs(request.rawHeaders),
    body: incomingBody(request),
    signal: gone.signal,
    inform: () => response.writeProcessing(),
    respond(status, headers) {
      response.writeHead(status, [...headers].flat());
      return outgoing(response);
    },
    get status() {
      return response.headersSent ? response.statusCode : undefined;
    },
  };
}

function outgoing(response: ServerResponse): OutgoingBody {
  return {
    output: outputTo(response),
    finish: (trailers: Fields = []) => {
      if (trailers.length > 0)
        response.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]));
      return new Promise((resolve) => response.end(() => resolve()));
    },
    abort: () => void response.destroy(),
  };
}
