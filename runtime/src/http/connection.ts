/** The requests of one connection, which are answered one after the other in the order in which they came. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpFault } from '../ports/http.ts';
import type { ServedExchange } from './exchange.ts';
import type { RequestLine } from './observe.ts';
import { part, refuse } from './refuse.ts';

/** Answers a request, in the handler's place where there is a fault; never fails. */
export type AnswerRequest = (exchange: ServedExchange, fault: HttpFault | undefined) => Promise<unknown>;

/** What becomes of the requests of a connection. */
export interface ConnectionOptions {
  readonly answer: AnswerRequest;
  /** Told of each request whose handler has ended. */
  readonly answered: (exchange: ServedExchange) => void;
  /** Told of what was refused without one. */
  readonly refused: (fault: HttpFault, line: RequestLine | undefined) => void;
}

export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  #current: ServedExchange | undefined;
  /** The one that came last. */
  #last: ServedExchange | undefined;
  readonly #waiting: ServedExchange[] = [];
  /** What is wrong with the rest of the last one, or with what comes behind it. */
  #fault: HttpFault | undefined;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  /** Nothing has come on it yet that is a request. */
  get fresh(): boolean {
    return this.#last === undefined;
  }

  /** Bytes that have come on it. */
  get came(): number {
    return this.#socket.bytesRead;
  }

  /** Has a request answered in its turn. One that changes something must not overtake another (RFC 9112, 9.3.2). */
  take(exchange: ServedExchange): void {
    if (this.#fault) return;
    this.#last = exchange;
    if (!this.#current) {
      void this.#run(exchange);
      return;
    }
    this.#waiting.push(exchange);
    // no more of them until it is their turn
    this.#socket.pause();
  }

  /**
   * What came is no request, or not the rest of one; what comes later cannot be understood either.
   * @param line that of the request that it would be, where that is known
   */
  refuse(fault: HttpFault, line?: RequestLine): void {
    if (this.#fault) return;
    this.#fault = fault;
    const last = this.#last;
    if (!last) this.#refuse(fault, line);
    else if (last.request.complete) whenClosed(last.response, () => this.#refuse(fault, line));
    // one that was answered before it was whole has its answer
    else if (last.response.writableEnded) whenClosed(last.response, () => part(this.#socket));
    else if (last === this.#current) last.refuse(fault);
  }

  #refuse(fault: HttpFault, line: RequestLine | undefined): void {
    const isTold = refuse(this.#socket, fault, []);
    // on one that was opened in advance and never used, nothing was asked
    if (isTold && this.came > 0) this.#options.refused(fault, line);
  }

  async #run(first: ServedExchange): Promise<void> {
    let exchange: ServedExchange | undefined = first;
    while (exchange) {
      this.#current = exchange;
      const broken = exchange === this.#last && !exchange.request.complete;
      await this.#options.answer(exchange, broken ? this.#fault : undefined);
      this.#options.answered(exchange);
      exchange = this.#socket.destroyed ? undefined : this.#waiting.shift();
      if (exchange && this.#waiting.length === 0) this.#socket.resume();
    }
    this.#current = undefined;
  }
}

/** Has something done once an answer has gone out, or will not. */
export function whenClosed(response: ServerResponse, then: () => void): void {
  if (response.closed) then();
  else response.once('close', then);
}
