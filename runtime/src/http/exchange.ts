/** One request of node:http, as a handler has it. What it may not need is made when it is asked for. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HttpFault } from '../ports/http.ts';
import type { Exchange, Fields, IncomingBody, OutgoingBody } from '../ports/http.ts';
import { Answer } from './answer.ts';
import { Closing } from './closing.ts';
import { withCors } from './cors.ts';
import { headOf, pairs } from './fields.ts';
import type { Head } from './fields.ts';
import type { Limits } from './limits.ts';
import { refuse } from './refuse.ts';
import { noAnswer } from './no-answer.ts';
import { noBody, RequestBody } from './request-body.ts';
import type { BodyOwner } from './request-body.ts';
import type { Turn } from './turn.ts';
import { clientGone, cutShort, unanswered, unended } from './why.ts';

/** What the exchanges of one server have in common. */
export interface Site {
  readonly scheme: 'http' | 'https';
  readonly limits: Limits;
  /** The origins whose pages may read the answers; `*` is all. */
  readonly cors: readonly string[] | undefined;
  readonly turn: Turn;
  /** No more requests are taken: connections end with the answer that is under way. */
  draining: boolean;
  /** What was under way is ended. */
  cut: boolean;
}

export class ServedExchange implements Exchange, BodyOwner {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** It waits for `100 Continue` before it sends its body. */
  expectsContinue: boolean;

  /** The server has answered it in the handler's place, and does not wait for the rest of it. */
  refused = false;

  readonly #site: Site;
  #headers: Fields | undefined;
  #body: RequestBody | undefined;
  #gone: AbortController | undefined;
  #closing: Closing | undefined;
  #answer: Answer | undefined;
  /** What the server answered in the place of the handler. */
  #fault: HttpFault | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, site: Site, expectsContinue: boolean) {
    this.request = request;
    this.response = response;
    this.expectsContinue = expectsContinue;
    this.#site = site;
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  get target(): string {
    return this.request.url ?? '/';
  }

  get scheme(): 'http' | 'https' {
    return this.#site.scheme;
  }

  get authority(): string | undefined {
    const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(this.target);
    return absolute?.[1] ?? this.request.headers.host;
  }

  get headers(): Fields {
    return (this.#headers ??= pairs(this.request.rawHeaders));
  }

  get body(): IncomingBody {
    if (!this.#hasBody) return noBody;
    return (this.#body ??= new RequestBody(this.request, this));
  }

  get signal(): AbortSignal {
    if (!this.#gone) {
      const gone = (this.#gone = new AbortController());
      this.whenGone((reason) => gone.abort(reason));
    }
    return this.#gone.signal;
  }

  whenGone(told: (reason: Error) => void): void {
    if (this.#fault && !this.response.closed) told(this.#fault);
    else this.#close.whenGone(told);
  }

  /** Resolves when the answer has gone out, or will not. To be called once. */
  whenClosed(): Promise<void> {
    return this.#close.whenClosed();
  }

  get #close(): Closing {
    return (this.#closing ??= new Closing(this.response));
  }

  inform(status: number, fields: Fields): void {
    if (!(status >= 100 && status <= 199) || status === 101)
      throw new HttpFault(500, `The app informed of a status that cannot be sent: ${status}.`);
    const { flat } = headOf(fields);
    if (this.#over || this.#answer || this.request.httpVersion === '1.0') return;
    if (status === 100) {
      this.wanted();
      return;
    }
    const lines = pairs(flat).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
    const { socket } = this.response;
    if (socket) socket.write(text, 'latin1');
    // an earlier answer is still going out on the connection
    else this.response.once('socket', (own: Socket) => own.write(text, 'latin1'));
  }

  respond(status: number, fields: Fields): OutgoingBody {
    if (this.#answer) throw new Error('The request is answered already.');
    if (!(status >= 200 && status <= 999))
      throw new HttpFault(500, `The app answered with a status that cannot be sent: ${status}.`);
    const head = headOf(fields);
    return this.#fault ? noAnswer(this.#fault) : this.#begin(status, head);
  }

  #begin(status: number, head: Head): Answer {
    const { draining, turn, limits } = this.#site;
    const flat = this.#withCors(head.flat);
    if (draining) flat.push('Connection', 'close');
    const whole = { flat, length: head.length };
    return (this.#answer = new Answer(this.response, status, whole, turn, limits.stall));
  }

  get status(): number | undefined {
    // what was cut short before it was sent has none
    if (this.cut && this.#answer?.failure === cutShort && this.#answer.held) return undefined;
    return this.#fault?.status ?? this.#answer?.status;
  }

  /** The server has ended all that was under way. */
  get cut(): boolean {
    return this.#site.cut;
  }

  get clientTime(): number {
    return (this.#body?.waited ?? 0) + (this.#answer?.lasted() ?? 0);
  }

  /** Bytes of the answer's body. */
  get bytes(): number {
    return this.#answer?.bytes ?? 0;
  }

  get limits(): Limits {
    return this.#site.limits;
  }

  get answering(): boolean {
    return this.#answer !== undefined;
  }

  wanted(): void {
    if (!this.expectsContinue || this.#over || this.response.headersSent) return;
    this.expectsContinue = false;
    this.response.writeContinue();
  }

  /**
   * Ends it in the place of the handler, because of the request. What of that is still on its way is not read: the
   * connection is closed.
   */
  refuse(fault: HttpFault): void {
    if (this.#over) return;
    const sent = this.#answer?.held === false;
    this.#answer?.abort(fault.message);
    if (!sent) {
      this.#fault = fault;
      this.refused = true;
      refuse(this.request.socket, fault, pairs(this.#withCors(headOf(fault.headers).flat)));
    }
    this.#closing?.tell(fault);
    this.#body?.fail(fault);
  }

  /**
   * Ends it where the handler has ended.
   * @param error why that failed
   * @returns why the answer is not the handler's, or not whole
   */
  end(error?: unknown): string | undefined {
    const reason = this.#end(error);
    this.#body?.close();
    return reason;
  }

  #end(error: unknown): string | undefined {
    if (this.#fault) return this.#fault.message;
    const answer = this.#answer;
    if (answer?.over && !answer.held) return answer.failure;
    if (this.cut) {
      answer?.abort(cutShort);
      return cutShort;
    }
    if (this.response.destroyed) return clientGone;
    if (answer?.held === false) {
      const reason = error === undefined ? unended : faultOf(error).message;
      answer.abort(reason);
      return reason;
    }
    answer?.abort(unended);
    const fault = error === undefined ? new HttpFault(500, answer?.failure ?? unanswered) : faultOf(error);
    if (this.#hasBody && !this.request.complete && this.response.socket) this.refuse(fault);
    else this.#send(fault);
    return fault.message;
  }

  #send(fault: HttpFault): void {
    this.#fault = fault;
    const answer = this.#begin(fault.status, headOf([...fault.headers, textPlain]));
    answer.write(Buffer.from(`${fault.message}\n`));
    void answer.finish();
  }

  #withCors(flat: string[]): string[] {
    const { cors } = this.#site;
    return cors ? withCors(flat, this.request.headers.origin, cors) : flat;
  }

  get #over(): boolean {
    return this.#fault !== undefined || this.response.destroyed || this.response.writableEnded;
  }

  get #hasBody(): boolean {
    const { headers } = this.request;
    return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  }
}

const textPlain = ['Content-Type', 'text/plain; charset=utf-8'] as const;

/** What the client is told of an error: of one that nobody foresaw, not its text. */
function faultOf(error: unknown): HttpFault {
  return error instanceof HttpFault ? error : new HttpFault(500, 'The app failed to answer.');
}
