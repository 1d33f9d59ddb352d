/** What comes in by wasi:http, a request or a response: its head, its body, and the trailers behind that. */
import type { Input } from '../../../io/stream.ts';
import type { Exchange, Fields, IncomingBody } from '../../../ports/http.ts';
import { Pollable } from '../../pollable.ts';
import { InputStream } from '../../streams.ts';
import type { HostFunction } from '../../values.ts';
import { BrokenRule, HostResource, allAre } from '../../values.ts';
import { HttpFailure, bodyErrorOf } from './error-code.ts';
import { FieldsResource } from './fields.ts';
import { methodOf, splitTarget } from './request-line.ts';
import { err, refused } from './results.ts';

abstract class IncomingMessage extends HostResource {
  /** As it came, until somebody reads it or nobody does any more. */
  #body: IncomingBody | undefined;
  /** Who reads it. */
  #reader: BodyReader | undefined;

  constructor(body: IncomingBody) {
    super();
    this.#body = body;
  }

  consume(): IncomingBodyResource {
    if (this.#reader) throw refused('the body was consumed before');
    this.#reader = new BodyReader(this.#body);
    this.#body = undefined;
    return new IncomingBodyResource(this.#reader);
  }

  /** Nobody reads the body any more who has not begun to. */
  drop(): void {
    this.#body?.input.close?.();
    this.#body = undefined;
  }

  /** The body is over for whoever still has a part of it. */
  close(): void {
    this.drop();
    this.#reader?.close();
  }
}

/** A request that came in. */
export class IncomingRequest extends IncomingMessage {
  static {
    allAre(this, 'incoming-request');
  }

  #exchange: Exchange | undefined;

  constructor(exchange: Exchange) {
    super(exchange.body);
    this.#exchange = exchange;
  }

  /** @throws BrokenRule where it is over, and the guest has kept it */
  get exchange(): Exchange {
    if (!this.#exchange) throw new BrokenRule('The guest asked something of a request that is over.');
    return this.#exchange;
  }

  override close(): void {
    super.close();
    this.#exchange = undefined;
  }
}

/** The response to a request that the guest sent. */
export class IncomingResponse extends IncomingMessage {
  static {
    allAre(this, 'incoming-response');
  }

  readonly status: number;
  readonly headers: Fields;

  constructor(status: number, headers: Fields, body: IncomingBody) {
    super(body);
    this.status = status;
    this.headers = headers;
  }
}

/** A body, for the one who reads it at the time: its stream, and then who waits for the trailers. */
class BodyReader implements Input {
  #body: IncomingBody | undefined;
  #failure: HttpFailure | undefined;
  /** What is behind the body, once that was read to its end. */
  trailers: Fields | undefined;

  constructor(body: IncomingBody | undefined) {
    this.#body = body;
  }

  get failure(): HttpFailure | undefined {
    return this.#failure;
  }

  read(length: number): Uint8Array | undefined {
    if (!this.#body) return undefined;
    let bytes: Uint8Array | undefined;
    try {
      bytes = this.#body.input.read(length);
    } catch (error) {
      this.#failure = new HttpFailure(bodyErrorOf(error), { cause: error });
      this.close();
      throw this.#failure;
    }
    if (bytes === undefined) {
      this.trailers = this.#body.trailers();
      this.#body = undefined;
    }
    return bytes;
  }

  ready(): boolean {
    return this.#body?.input.ready() ?? true;
  }

  wait(signal?: AbortSignal): Promise<void> {
    return this.#body?.input.wait(signal) ?? Promise.resolve();
  }

  /** Reads on to the end, without keeping anything. True where it has got there. */
  skip(): boolean {
    try {
      while (this.#body?.input.ready()) this.read(65_536);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
    }
    return this.#body === undefined;
  }

  close(): void {
    this.#body?.input.close?.();
    this.#body = undefined;
  }
}

class IncomingBodyResource extends HostResource {
  static {
    allAre(this, 'incoming-body');
  }

  readonly #reader: BodyReader;
  #stream: 'not asked for' | 'held' | 'dropped' = 'not asked for';

  constructor(reader: BodyReader) {
    super();
    this.#reader = reader;
  }

  stream(): InputStream {
    if (this.#stream !== 'not asked for') throw refused('the stream was given before');
    this.#stream = 'held';
    const reader = this.#reader;
    return new InputStream({
      read: (length) => reader.read(length),
      ready: () => reader.ready(),
      wait: (signal) => reader.wait(signal),
      // what is behind it may still be asked for
      close: () => void (this.#stream = 'dropped'),
    });
  }

  finish(): FutureTrailers {
    this.#requireNoStream();
    return new FutureTrailers(this.#reader);
  }

  drop(): void {
    this.#requireNoStream();
    this.#reader.close();
  }

  #requireNoStream(): void {
    if (this.#stream === 'held')
      throw new BrokenRule('The guest put a body away while it still had the stream to read it by.');
  }
}

class FutureTrailers extends HostResource {
  static {
    allAre(this, 'future-trailers');
  }

  readonly #reader: BodyReader;
  #isTaken = false;

  constructor(reader: BodyReader) {
    super();
    this.#reader = reader;
  }

  get(): unknown {
    if (!this.#reader.skip()) return undefined;
    if (this.#isTaken) return err(undefined);
    this.#isTaken = true;
    const { failure, trailers = [] } = this.#reader;
    if (failure) return { tag: 'ok', val: err(failure.errorCode) };
    const fields = trailers.length > 0 ? FieldsResource.received(trailers) : undefined;
    return { tag: 'ok', val: { tag: 'ok', val: fields } };
  }

  subscribe(): Pollable {
    const reader = this.#reader;
    return new Pollable(
      () => reader.skip(),
      async (given) => {
        while (!reader.skip() && !given.aborted) await reader.wait(given);
      },
    );
  }

  drop(): void {
    this.#reader.close();
  }
}

export const incomingFunctions: Record<string, HostFunction> = {
  '[method]incoming-request.method': ({ exchange }: IncomingRequest) => methodOf(exchange.method),
  '[method]incoming-request.path-with-query': ({ exchange }: IncomingRequest) => splitTarget(exchange).path,
  '[method]incoming-request.scheme': ({ exchange }: IncomingRequest) => ({
    tag: exchange.scheme.toUpperCase(),
  }),
  '[method]incoming-request.authority': ({ exchange }: IncomingRequest) => splitTarget(exchange).authority,
  '[method]incoming-request.headers': ({ exchange }: IncomingRequest) =>
    FieldsResource.received(exchange.headers),
  '[method]incoming-request.consume': (request: IncomingRequest) => request.consume(),
  '[resource-drop]incoming-request': (request: IncomingRequest) => request.drop(),

  '[method]incoming-response.status': ({ status }: IncomingResponse) => status,
  '[method]incoming-response.headers': ({ headers }: IncomingResponse) => FieldsResource.received(headers),
  '[method]incoming-response.consume': (response: IncomingResponse) => response.consume(),
  '[resource-drop]incoming-response': (response: IncomingResponse) => response.drop(),

  '[method]incoming-body.stream': (body: IncomingBodyResource) => body.stream(),
  '[static]incoming-body.finish': (body: IncomingBodyResource) => body.finish(),
  '[resource-drop]incoming-body': (body: IncomingBodyResource) => body.drop(),

  '[method]future-trailers.subscribe': (trailers: FutureTrailers) => trailers.subscribe(),
  '[method]future-trailers.get': (trailers: FutureTrailers) => trailers.get(),
  '[resource-drop]future-trailers': (trailers: FutureTrailers) => trailers.drop(),
};
