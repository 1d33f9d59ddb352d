/** The server of HTTP: node:http, and what each request is for a handler. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { urlHost } from '../network.ts';
import { HttpFault } from '../ports/http.ts';
import type { Handler } from '../ports/http.ts';
import { answering } from './answering.ts';
import { Connection, whenClosed } from './connection.ts';
import { ServedExchange } from './exchange.ts';
import type { Site } from './exchange.ts';
import { defaultLimits } from './limits.ts';
import type { Limits } from './limits.ts';
import { nodeServer } from './node-server.ts';
import type { Certificate } from './node-server.ts';
import type { Observe, Refused, RequestLine } from './observe.ts';
import { parseFault, requestLineOf } from './parse-fault.ts';
import { listenAt } from './port.ts';
import type { Place } from './port.ts';
import { Turn } from './turn.ts';

export interface Listening extends AsyncDisposable {
  /** `http://127.0.0.1:3000`; of a server that listens on all addresses, one that a browser can open. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests; settles when those that are under way have ended, or after the grace, in milliseconds. */
  close(grace: number): Promise<void>;
  /** Ends what is under way, at once. */
  cut(): void;
}

export interface ListenOptions extends Place {
  readonly handler: Handler;
  /** Serves HTTPS by a certificate and its key, as PEM. */
  readonly tls?: Certificate;
  /** Those that are not given are as `limits.ts` says. */
  readonly limits?: Partial<Limits>;
  /** The origins whose pages may read the answers (`originsOf`); absent: the server says nothing of it. */
  readonly cors?: readonly string[];
  /** Put around each request, those too that the server answers in the handler's place. */
  readonly observe?: Observe;
  /** Told of what the server refuses where there is no request yet. */
  readonly refused?: Refused;
}

/**
 * Listens, and hands each request to the handler.
 * @throws Mistake where the port cannot be had, or the certificate is none
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { host, tls } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const scheme = tls ? 'https' : 'http';
  const site: Site = { scheme, limits, cors: options.cors, turn: new Turn(), draining: false, cut: false };
  const server = nodeServer(limits, tls);
  const answer = answering(options, site);
  const connections = new Map<Duplex, Connection>();
  const take = (request: IncomingMessage, response: ServerResponse, expectsContinue: boolean) => {
    connections.get(request.socket)?.take(new ServedExchange(request, response, site, expectsContinue));
  };
  const answered = ({ response }: ServedExchange) => {
    if (site.draining) whenClosed(response, () => server.closeIdleConnections());
  };
  const refused = ({ status, message }: HttpFault, line: RequestLine | undefined) =>
    options.refused?.({ status, reason: message, ...(line && { line }) });
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections.set(socket, new Connection(socket, { answer, answered, refused }));
    socket.once('close', () => connections.delete(socket));
    socket.once('end', () => socket.setTimeout(limits.halfClosed));
  });
  server.on('request', (request, response) => take(request, response, false));
  server.on('checkContinue', (request, response) => take(request, response, true));
  server.on('checkExpectation', (request, response) => take(request, response, false));
  server.on('connect', ({ method = '', url = '' }, socket) => {
    const fault = new HttpFault(501, 'CONNECT is not served here: this is no proxy.');
    connections.get(socket)?.refuse(fault, { method, target: url });
  });
  server.on('clientError', (error, socket) => {
    const fault = parseFault(error);
    const connection = connections.get(socket);
    if (!fault) socket.destroy();
    else connection?.refuse(fault, connection.fresh ? requestLineOf(error, connection.came) : undefined);
  });
  const port = await listenAt(server, options);
  // that a connection could not be accepted is its client's to see: the next one may be
  server.on('error', () => undefined);
  const cut = () => {
    site.cut = true;
    server.closeAllConnections();
  };
  const close = async (grace: number) => {
    site.draining = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Node closes those alone that have asked something before
    for (const [socket, { fresh }] of connections) if (fresh) socket.destroy();
    const timer = setTimeout(cut, grace);
    await closed;
    clearTimeout(timer);
  };
  const url = `${scheme}://${urlHost(reachable(host))}:${port}`;
  return { url, port, close, cut, [Symbol.asyncDispose]: () => close(0) };
}

/** An address that a browser can ask where a server listens on all. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
