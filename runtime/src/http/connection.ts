/** The requests of one connection, which are answered one after the other in the order in which they came. */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpFault } from '../ports/http.ts';
import type { ServedExchange } from './exchange.ts';
import { part, refuse } from './refuse.ts';

/** Answers a request, in the handler's place where there is a fault; never fails. */
export type AnswerRequest = (exchange: ServedExchange, fault: HttpFault | undefined) => Promise<unknown>;

export class Connection {
  readonly #socket: Duplex;
  readonly #answer: AnswerRequest;
  readonly #answered: (exchange: ServedExchange) => void;
  #current: ServedExchange | undefined;
  /** The one that came last. */
  #last: ServedExchange | undefined;
  readonly #waiting: ServedExchange[] = [];
  /** What is wrong with the rest of the last one, or with what comes behind it. */
  #fault: HttpFault | undefined;

  /** @param answered told of each request whose handler has ended */
  constructor(socket: Duplex, answer: AnswerRequest, answered: (exchange: ServedExchange) => void) {
    this.#socket = socket;
    this.#answer = answer;
    this.#answered = answered;
  }

  /** Nothing has come on it yet that is a request. */
  get fresh(): boolean {
    return this.#last === undefined;
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

  /** What came is no request, or not the rest of one; what comes later cannot be understood either. */
  refuse(fault: HttpFault): void {
    if (this.#fault) return;
    this.#fault = fault;
    const last = this.#last;
    if (!last) refuse(this.#socket, fault, []);
    else if (last.request.complete) whenClosed(last.response, () => refuse(this.#socket, fault, []));
    // one that was answered before it was whole has its answer
    else if (last.response.writableEnded) whenClosed(last.response, () => part(this.#socket));
    else if (last === this.#current) last.refuse(fault);
  }

  async #run(first: ServedExchange): Promise<void> {
    let exchange: ServedExchange | undefined = first;
    while (exchange) {
      this.#current = exchange;
      const broken = exchange === this.#last && !exchange.request.complete;
      await this.#answer(exchange, broken ? this.#fault : undefined);
      this.#answered(exchange);
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
