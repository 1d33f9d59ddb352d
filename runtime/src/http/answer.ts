/**
 * The answer to a request: its head is held until the end of the turn, so that a short answer is one write. So is what
 * comes later: guests write 4 KiB at a time, and each write to the client has its price.
 */
import type { ServerResponse } from 'node:http';
import type { Output } from '../io/stream.ts';
import { HttpFault } from '../ports/http.ts';
import type { Fields, OutgoingBody } from '../ports/http.ts';
import { trailersOf } from './fields.ts';
import type { Head } from './fields.ts';
import { Gathered } from './gathered.ts';
import { Stall } from './stall.ts';
import { rejected } from './no-answer.ts';
import type { Turn } from './turn.ts';

/** Up to this length, a body is sent as one string with its head, which is the faster. */
const short = 4096;

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
  readonly #gathered: Gathered;
  readonly #began = performance.now();
  #lasted: number | undefined;

  /** @param stall how long the client may take nothing of it, in milliseconds */
  constructor(response: ServerResponse, status: number, head: Head, turn: Turn, stall: number) {
    this.#response = response;
    this.#limit = stall;
    this.status = status;
    this.#head = head;
    this.#turn = turn;
    this.#gathered = new Gathered(turn.blocks);
    turn.add(this);
  }

  get output(): Output {
    return this;
  }

  write(bytes: Uint8Array): void {
    this.#count(bytes.length);
    if (this.#hasBody) this.#gathered.add(bytes);
    this.#sendEnough();
  }

  copy(bytes: Uint8Array): void {
    this.#count(bytes.length);
    if (this.#hasBody) this.#gathered.copy(bytes);
    this.#sendEnough();
  }

  #count(more: number): void {
    this.#requireOpen();
    const { length } = this.#head;
    this.bytes += more;
    if (length !== undefined && this.bytes > length && this.#hasBody) {
      throw this.#breakOff(this.#wrongLength());
    }
  }

  /** What the connection takes at once does not wait for the end of the turn. */
  #sendEnough(): void {
    if (this.held) return;
    if (this.#gathered.size < this.#response.writableHighWaterMark) this.#turn.add(this);
    else this.send();
  }

  room(): number {
    const { writableHighWaterMark } = this.#response;
    if (this.held) return Math.max(0, writableHighWaterMark - this.bytes);
    if (this.over || this.#gone) return writableHighWaterMark;
    if (this.#response.writableNeedDrain) return 0;
    return Math.max(1, writableHighWaterMark - this.#response.writableLength - this.#gathered.size);
  }

  flushed(): boolean {
    return this.#gathered.size === 0 && (this.held || this.#response.writableLength === 0);
  }

  wait(signal?: AbortSignal): Promise<void> {
    this.send();
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

  /** Sends what there is so far: the answer goes on in a later turn. */
  send(): void {
    this.#turn.delete(this);
    const isFirst = this.held;
    this.held = false;
    if (this.#gone) {
      this.#gathered.clear();
      return;
    }
    if (isFirst) this.#writeHead(this.#head.length);
    const isEmpty = this.#gathered.size === 0;
    this.#gathered.sendTo(this.#response);
    if (isFirst && isEmpty) this.#response.flushHeaders();
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
      else {
        this.#turn.delete(this);
        this.#gathered.sendTo(this.#response);
        this.#response.end();
      }
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
    if (this.#gathered.size <= short) this.#response.end(this.#gathered.takeText(), 'latin1');
    else {
      this.#gathered.sendTo(this.#response);
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
    this.#gathered.clear();
    this.#turn.delete(this);
    if (!this.held) this.#response.destroy();
    return new HttpFault(500, reason);
  }

  #wrongLength(): string {
    return `The app answered with a body of ${this.bytes} bytes, and its Content-Length says ${this.#head.length ?? 0}.`;
  }
}

function withoutTrailer(flat: string[]): string[] {
  for (let at = 0; at < flat.length; at += 2) {
    if (flat[at]?.toLowerCase() === 'trailer') flat.splice(at, 2);
  }
  return flat;
}
