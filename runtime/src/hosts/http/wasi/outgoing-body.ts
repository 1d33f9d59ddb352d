/** `outgoing-body` of wasi:http. A guest may write it before the message goes out: until then it is kept. */
import type { Output } from '../../../io/stream.ts';
import type { Fields, OutgoingBody } from '../../../ports/http.ts';
import { OutputStream, StreamClosed } from '../../streams.ts';
import { BrokenRule, HostResource, allAre } from '../../values.ts';
import { HttpFailure } from './error-code.ts';
import type { ErrorCode } from './error-code.ts';
import type { FieldsResource } from './fields.ts';
import { failed, refused } from './results.ts';

/** What is kept of a body that is not on its way yet, in bytes. */
const mostKept = 1_048_576;

/** What the stream takes at once where nothing says less: 64 KiB. */
const window = 65_536;

const yes = () => true;
const nothing = () => undefined;

type State = 'open' | 'finished' | 'given up';

export class OutgoingBodyResource extends HostResource {
  static {
    allAre(this, 'outgoing-body');
  }

  readonly #sizeError: ErrorCode['tag'];
  /** As the head says it. */
  readonly #expected: number | undefined;
  #to: OutgoingBody | undefined;
  /** True where the message has no body, whatever its head says. */
  #isLeftOut = false;
  #kept: Uint8Array[] | undefined;
  #written = 0;
  #state: State = 'open';
  #trailers: Fields | undefined;
  #sent: Promise<void> | undefined;
  #stream: 'not asked for' | 'held' | 'dropped' = 'not asked for';

  /** @param length as the head of its message says it */
  constructor(message: 'request' | 'response', length: number | undefined) {
    super();
    this.#sizeError = `HTTP-${message}-body-size`;
    this.#expected = length;
  }

  /**
   * The message goes out, and this with it.
   * @param isLeftOut where what is written goes nowhere, as in an answer to HEAD (RFC 9110, 6.4.1)
   */
  begin(to: OutgoingBody, isLeftOut = false): void {
    this.#to = to;
    this.#isLeftOut = isLeftOut;
    if (this.#kept) for (const bytes of this.#kept) to.output.write(bytes);
    this.#kept = undefined;
    if (this.#state === 'finished' || (this.#state === 'given up' && isLeftOut)) this.#send(to);
    else if (this.#state === 'given up') to.abort();
  }

  /** Ends it for whoever still has a part of it. */
  close(): void {
    if (this.#state === 'open') this.#giveUp();
  }

  /** Settles when it has gone out; rejects where that failed. False where it was given up. */
  whenSent(): Promise<boolean> {
    return this.#sent?.then(yes) ?? Promise.resolve(false);
  }

  stream(): OutputStream {
    if (this.#stream !== 'not asked for') throw refused('the stream was given before');
    this.#stream = 'held';
    return new OutputStream(new BodyOutput(this));
  }

  /** The guest has put its stream away. */
  dropStream(): void {
    this.#stream = 'dropped';
  }

  wait(signal: AbortSignal | undefined): Promise<void> {
    return this.#to?.output.wait?.(signal) ?? Promise.resolve();
  }

  /**
   * Ends its stream too, where the guest still has that: guests of componentize-qjs 0.4 have no way to put away what they
   * were given. (wasmtime traps.)
   */
  finish(trailers: FieldsResource | undefined): void {
    if (this.#expected !== undefined && this.#expected !== this.#written && !this.#isLeftOut) {
      this.#giveUp();
      throw failed(this.#wrongSize());
    }
    this.#state = 'finished';
    this.#trailers = trailers?.list;
    if (this.#to) this.#send(this.#to);
  }

  drop(): void {
    if (this.#stream === 'held')
      throw new BrokenRule('The guest put a body away while it still had the stream to write it by.');
    this.close();
  }

  /** @param bytes which may change as soon as it returns */
  copy(bytes: Uint8Array): void {
    if (this.#state !== 'open') throw new StreamClosed();
    this.#written += bytes.length;
    if (this.#expected !== undefined && this.#written > this.#expected && !this.#isLeftOut)
      throw new HttpFailure(this.#wrongSize());
    if (!this.#to) {
      this.#keep(bytes.slice());
      return;
    }
    const { output } = this.#to;
    try {
      if (output.copy) output.copy(bytes);
      else output.write(bytes.slice());
    } catch (error) {
      throw this.#broken(error);
    }
  }

  #keep(bytes: Uint8Array): void {
    if (this.#written > mostKept)
      throw new BrokenRule(
        `The guest wrote more than ${mostKept} bytes of a body whose message it has not sent. Let it give the response to response-outparam.set, or the request to outgoing-handler.handle, before it writes so much.`,
      );
    (this.#kept ??= []).push(bytes);
  }

  room(): number {
    if (this.#state !== 'open') throw new StreamClosed();
    try {
      return this.#to?.output.room?.() ?? window;
    } catch (error) {
      throw this.#broken(error);
    }
  }

  /** Whoever was to take it has gone. */
  #broken(cause: unknown): StreamClosed {
    this.#giveUp();
    return new StreamClosed({ cause });
  }

  #send(to: OutgoingBody): void {
    this.#sent = to.finish(this.#trailers);
    // told to who asks for it
    this.#sent.catch(nothing);
    // a guest may keep its stream
    this.#to = undefined;
  }

  #giveUp(): void {
    this.#state = 'given up';
    this.#kept = undefined;
    this.#to?.abort();
    this.#to = undefined;
  }

  #wrongSize(): ErrorCode {
    return { tag: this.#sizeError, val: BigInt(this.#written) };
  }
}

/** The stream that the guest writes the body by. */
class BodyOutput implements Output {
  readonly #body: OutgoingBodyResource;

  constructor(body: OutgoingBodyResource) {
    this.#body = body;
  }

  write(bytes: Uint8Array): void {
    this.copy(bytes);
  }

  copy(bytes: Uint8Array): void {
    this.#body.copy(bytes);
  }

  room(): number {
    return this.#body.room();
  }

  wait(signal?: AbortSignal): Promise<void> {
    return this.#body.wait(signal);
  }

  close(): void {
    this.#body.dropStream();
  }
}

/**
 * The length that the head of a message says its body has.
 * @throws WitError where it says what is none, or several
 */
export function contentLength(headers: FieldsResource): number | undefined {
  const [first, ...others] = headers.values('content-length');
  if (first === undefined) return undefined;
  if (!/^\d{1,15}$/.test(first) || others.some((other) => other !== first))
    throw refused('the head says no length that a body can have');
  return Number(first);
}
