/** The body of a request, as the guest reads it: how long it may be, and how long a client may take for it. */
import type { IncomingMessage } from 'node:http';
import type { Input } from '../io/stream.ts';
import { HttpFault } from '../ports/http.ts';
import type { Fields, IncomingBody } from '../ports/http.ts';
import { pairs } from './fields.ts';
import type { Limits } from './limits.ts';

/** What a body has the rest of the exchange do. */
export interface BodyOwner {
  readonly limits: Limits;
  /** True from when the answer has begun: then the client may take its time, as long as it sends something. */
  readonly answering: boolean;
  /** The guest wants to read it. */
  wanted(): void;
  /** The request is not borne any longer. */
  refuse(fault: HttpFault): void;
}

/** Of a request that has none. */
export const noBody: IncomingBody = {
  input: { read: () => undefined, ready: () => true, wait: () => Promise.resolve() },
  trailers: () => [],
};

export class RequestBody implements IncomingBody, Input {
  readonly #request: IncomingMessage;
  readonly #owner: BodyOwner;
  readonly #wake = () => {
    for (const waiting of this.#waiting.splice(0)) waiting();
  };
  #waiting: (() => void)[] = [];
  #started = false;
  #dropped = false;
  #bytes = 0;
  /** What was taken from the request and is not read yet. */
  #rest: Uint8Array | undefined;
  /** Milliseconds that the guest has waited, but for the wait that it is in. */
  #waited = 0;
  /** When that began. */
  #since = 0;
  #failure: Error | undefined;

  constructor(request: IncomingMessage, owner: BodyOwner) {
    this.#request = request;
    this.#owner = owner;
  }

  get input(): Input {
    return this;
  }

  /** Milliseconds that the guest has waited so far. */
  get waited(): number {
    return this.#waited + (this.#waiting.length > 0 ? performance.now() - this.#since : 0);
  }

  trailers(): Fields {
    return pairs(this.#request.rawTrailers);
  }

  read(length: number): Uint8Array | undefined {
    this.#start();
    const request = this.#request;
    const kept = (this.#rest?.length ?? 0) + request.readableLength;
    if (this.#bytes + kept > this.#owner.limits.body) this.fail(tooLarge());
    if (this.#failure) throw this.#failure;
    if (this.#gone) throw new Error('The client went away before its request was whole.');
    // all that has come: a part of it would be copied by Node where it is in two of its buffers
    const bytes = this.#rest ?? (request.read() as Uint8Array | null);
    if (!bytes) return this.#ended ? undefined : new Uint8Array();
    this.#rest = bytes.length > length ? bytes.subarray(length) : undefined;
    const given = this.#rest ? bytes.subarray(0, length) : bytes;
    this.#bytes += given.length;
    return given;
  }

  ready(): boolean {
    const hasBytes = this.#rest !== undefined || this.#request.readableLength > 0;
    return hasBytes || this.#ended || this.#gone || this.#failure !== undefined;
  }

  async wait(signal?: AbortSignal): Promise<void> {
    this.#start();
    if (this.ready() || signal?.aborted) return;
    const began = (this.#since = performance.now());
    const { stall } = this.#owner.limits;
    const late = () => {
      const left = this.#owner.answering ? stall - (performance.now() - began) : 0;
      if (left > 0) slow = setTimeout(late, left);
      else this.fail(tooSlow());
    };
    let slow = setTimeout(late, this.#owner.answering ? stall : this.#patience());
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', this.#wake, { once: true });
    });
    signal?.removeEventListener('abort', this.#wake);
    clearTimeout(slow);
    this.#waited += performance.now() - began;
  }

  /** The guest reads no more: what is still to come is thrown away, so that the connection can be used again. */
  close(): void {
    if (!this.#started || this.#dropped) return;
    this.#dropped = true;
    this.#rest = undefined;
    this.#request.off('readable', this.#wake);
    this.#request.resume();
  }

  /** Nothing more of it is read, and the client is told why. */
  fail(fault: HttpFault): void {
    if (this.#failure) return;
    this.#failure = fault;
    this.#owner.refuse(fault);
    this.#wake();
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#owner.wanted();
    for (const event of ['readable', 'end', 'close', 'error']) this.#request.on(event, this.#wake);
  }

  get #ended(): boolean {
    const { complete, readableLength, readableEnded } = this.#request;
    if (this.#rest) return false;
    return this.#dropped || readableEnded || (complete && readableLength === 0);
  }

  get #gone(): boolean {
    return this.#request.destroyed && !this.#request.readableEnded;
  }

  /** Milliseconds that the client may take now. */
  #patience(): number {
    const earned = (this.#bytes / 1024) * 1000;
    // the most that a timer takes
    return Math.min(2 ** 31 - 1, Math.max(0, this.#owner.limits.bodyTime + earned - this.#waited));
  }
}

export function tooLarge(): HttpFault {
  return new HttpFault(413, 'The body of the request is larger than this server takes.');
}

function tooSlow(): HttpFault {
  return new HttpFault(408, 'The body of the request did not come in time.');
}
