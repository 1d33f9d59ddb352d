/** The answer to a request: its head is held until the end of the turn, so that a short answer is one write. */
import type { ServerResponse } from 'node:http';
import type { Output } from '../io/stream.ts';
import { HttpFault } from '../ports/http.ts';
import type { Fields, OutgoingBody } from '../ports/http.ts';
import { trailersOf } from './fields.ts';
import type { Head } from './fields.ts';
import { Stall } from './stall.ts';
import type { Turn } from './turn.ts';

/** Up to this length, a body is sent as one string with its head, which is the faster. */
const short = 4096;

/** Short bodies pass through it to become a string: their own buffer may not have been made yet, and would be for that. */
const scratch = Buffer.alloc(short);

const handedOver = Promise.resolve();

export class Answer implements OutgoingBody, Output {
  readonly status: number;
  /** Bytes of the body so far. */
  bytes = 0;
  /** Nothing of it has been sent: it can still be taken back. */
  held = true;
  /** It was finished or given up. */
  over = false;
  /** Why it is not whole. */
  failure: string | undefined;

  readonly #response: ServerResponse;
  readonly #head: Head;
  readonly #turn: Turn;
  readonly #limit: number;
  #stall: Stall | undefined;
  #chunks: Uint8Array[] = [];
  readonly #began = performance.now();
  #lasted: number | undefined;

  /** @param stall how long the client may take nothing of it, in milliseconds */
  constructor(response: ServerResponse, status: number, head: Head, turn: Turn, stall: number) {
    this.#response = response;
    this.#limit = stall;
    this.status = status;
    this.#head = head;
    this.#turn = turn;
    turn.add(this);
  }

  get output(): Output {
    return this;
  }

  write(bytes: Uint8Array): void {
    this.#requireOpen();
    const { length } = this.#head;
    this.bytes += bytes.length;
    if (length !== undefined && this.bytes > length && this.#hasBody) {
      throw this.#breakOff(this.#wrongLength());
    }
    if (this.held) this.#chunks.push(bytes);
    else this.#response.write(bytes);
  }

  room(): number {
    const { writableHighWaterMark } = this.#response;
    if (this.held) return Math.max(0, writableHighWaterMark - this.bytes);
    if (this.over || this.#gone) return writableHighWaterMark;
    if (this.#response.writableNeedDrain) return 0;
    return Math.max(1, writableHighWaterMark - this.#response.writableLength);
  }

  flushed(): boolean {
    return this.held ? this.bytes === 0 : this.#response.writableLength === 0;
  }

  wait(signal?: AbortSignal): Promise<void> {
    if (this.held) this.send();
    const response = this.#response;
    this.#look();
    return new Promise((resolve) => {
      const done = () => {
        this.#look();
        response.off('drain', done);
        response.off('close', done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      // there is room, but something is still kept: it goes with this turn or the next
      if (!response.writableNeedDrain || this.#gone) return void setImmediate(resolve);
      response.on('drain', done);
      response.on('close', done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  /** Sends what is held: the answer goes on in a later turn. */
  send(): void {
    if (!this.held) return;
    this.#turn.delete(this);
    this.held = false;
    if (this.#gone) return;
    this.#writeHead(this.#head.length);
    const chunks = this.#chunks;
    this.#chunks = [];
    if (chunks.length === 0 || !this.#hasBody) this.#response.flushHeaders();
    else for (const chunk of chunks) this.#response.write(chunk);
  }

  finish(trailers: Fields = []): Promise<void> {
    try {
      this.#requireOpen();
      const { length } = this.#head;
      if (length !== undefined && this.bytes !== length && this.#hasBody) {
        throw this.#breakOff(this.#wrongLength());
      }
      if (trailers.length > 0) this.#addTrailers(trailers);
      this.#end();
      if (this.held) this.#sendWhole();
      else this.#response.end();
      this.#look();
      return handedOver;
    } catch (error) {
      return rejected(error as Error);
    }
  }

  /** Milliseconds from its begin to its end, or so far. */
  lasted(): number {
    return this.#lasted ?? performance.now() - this.#began;
  }

  /** @param reason why, for who observes */
  abort(reason = 'The app gave its answer up.'): void {
    if (!this.over) this.#breakOff(reason);
  }

  #sendWhole(): void {
    this.#turn.delete(this);
    this.held = false;
    if (!this.#hasBody) {
      // what a GET would have had is only known where the guest wrote it
      const known = this.bytes > 0 && this.status !== 304 && this.status !== 204 ? this.bytes : undefined;
      this.#writeHead(this.#head.length ?? known);
      this.#response.end();
      return;
    }
    this.#writeHead(this.bytes);
    const [first, ...rest] = this.#chunks;
    this.#chunks = [];
    if (!first) this.#response.end();
    else if (rest.length === 0 && first.length <= short) {
      scratch.set(first);
      this.#response.end(scratch.toString('latin1', 0, first.length), 'latin1');
    } else {
      this.#response.write(first);
      for (const chunk of rest) this.#response.write(chunk);
      this.#response.end();
    }
  }

  #addTrailers(trailers: Fields): void {
    const kept = trailersOf(trailers);
    if (this.held) this.send();
    this.#response.addTrailers(kept);
  }

  #writeHead(length: number | undefined): void {
    const { flat } = this.#head;
    if (length !== undefined && this.status !== 204) flat.push('Content-Length', String(length));
    const { req } = this.#response;
    // what is not chunked has nothing behind its body
    const chunked = length === undefined && this.#hasBody && req.httpVersion !== '1.0';
    this.#response.writeHead(this.status, chunked ? flat : withoutTrailer(flat));
  }

  get #hasBody(): boolean {
    return this.status !== 204 && this.status !== 304 && this.#response.req.method !== 'HEAD';
  }

  get #gone(): boolean {
    return this.#response.destroyed;
  }

  #requireOpen(): void {
    if (this.over) throw new Error('The answer is over.');
    if (this.#gone) throw new Error('The client has gone.');
  }

  /** To be called where something may be kept for the client, or not any more. Mostly nothing ever is. */
  #look(): void {
    if (!this.#stall && (this.#response.socket?.writableLength ?? 0) === 0) return;
    this.#stall ??= new Stall(this.#response, this.#limit);
    this.#stall.look();
  }

  #end(): void {
    this.over = true;
    this.#lasted = this.lasted();
  }

  #breakOff(reason: string): HttpFault {
    this.#end();
    this.failure = reason;
    this.#chunks = [];
    if (this.held) this.#turn.delete(this);
    else this.#response.destroy();
    return new HttpFault(500, reason);
  }

  #wrongLength(): string {
    return `The app answered with a body of ${this.bytes} bytes, and its Content-Length says ${this.#head.length ?? 0}.`;
  }
}

/** The body of an answer that came too late. */
export function noAnswer(reason: Error): OutgoingBody {
  const output: Output = {
    write: () => {
      throw reason;
    },
  };
  return { output, finish: () => rejected(reason), abort: () => undefined };
}

function rejected(error: Error): Promise<never> {
  const failed = Promise.reject(error);
  // who does not look at it is not to end the process
  failed.catch(() => undefined);
  return failed;
}

function withoutTrailer(flat: string[]): string[] {
  for (let at = 0; at < flat.length; at += 2) {
    if (flat[at]?.toLowerCase() === 'trailer') flat.splice(at, 2);
  }
  return flat;
}
