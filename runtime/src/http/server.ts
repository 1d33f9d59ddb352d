/** The server of HTTP: node:http, and what each request is for a handler. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpFault } from '../ports/http.ts';
import type { Exchange, Fields, Handler, OutgoingBody } from '../ports/http.ts';
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
}

/** Listens, and hands each request to the handler. */
export async function listen({ host, port, handler }: ListenOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(request, response, handler);
  });
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

async function answer(request: IncomingMessage, response: ServerResponse, handler: Handler): Promise<void> {
  try {
    await handler(exchangeOf(request, response));
  } catch (error) {
    const fault = error instanceof HttpFault ? error : new HttpFault(500, 'The app failed to answer.');
    if (response.headersSent) response.destroy();
    else response.writeHead(fault.status).end(`${fault.message}\n`);
  }
  if (!response.writableEnded && !response.destroyed) response.end();
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
