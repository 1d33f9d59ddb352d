/** What the library reads of a client, sifted: it is given messages alone, and of any client the last one is `exit`. */
import type { Readable } from 'node:stream';
import type { DataCallback, Message, MessageReader, RAL } from 'vscode-jsonrpc/node';
import { AbstractMessageReader, Disposable, ReadableStreamMessageReader } from 'vscode-jsonrpc/node';
import { checkedHeaders } from './headers.ts';

/** Called where the client sends what no message is, so that nobody knows where its next one begins. */
export type OnBroken = (reason: string) => void;

/** Reads a stream until the client closes it. */
export function readerOf(input: Readable, onBroken: OnBroken): MessageReader {
  const stream = new ReadableStreamMessageReader(checked(input));
  // the rest of a message may be as late as it likes, and its timer would keep the process
  stream.partialMessageTimeout = 0;
  const reader = new MessagesOnly(stream, onBroken);
  input.once('close', () => reader.end());
  return reader;
}

/** The stream as the library takes one, without what it would read on behind a broken header. */
function checked(input: Readable): RAL.ReadableStream {
  const on = (event: string, listener: (given: Buffer & Error) => void): Disposable => {
    input.on(event, listener);
    return Disposable.create(() => input.off(event, listener));
  };
  let fail: (error: Error) => void = () => undefined;
  return {
    onClose: (listener) => on('close', listener),
    onEnd: (listener) => on('end', listener),
    onError: (listener) => {
      fail = listener;
      return on('error', listener);
    },
    onData: (listener) =>
      on('data', checkedHeaders({ give: listener, fail: (reason) => fail(new Error(reason)) })),
  };
}

/** A request, a notification or an answer, as far as it is one. */
interface Candidate {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/**
 * Neither closes nor fails: what is no JSON, or JSON but no message, is passed over, and what cannot be read on is told to
 * `onBroken`, once. What has arrived together is given together, so that what is cancelled by then is not looked at.
 */
export class MessagesOnly extends AbstractMessageReader implements MessageReader {
  readonly #inner: MessageReader;
  readonly #onBroken: OnBroken;
  #give: DataCallback = () => undefined;
  readonly #arrived: Message[] = [];
  #isWaiting = false;
  #listening: Disposable | undefined;
  #isBroken = false;
  /** How many messages were read, or could not be. */
  #count = 0;

  constructor(inner: MessageReader, onBroken: OnBroken) {
    super();
    this.#inner = inner;
    this.#onBroken = onBroken;
  }

  listen(callback: DataCallback): Disposable {
    this.#give = callback;
    this.#inner.onError((error) => this.#fail(error));
    this.#listening = this.#inner.listen((message) => {
      this.#count += 1;
      if (isMessage(message)) this.#take(withResult(message));
    });
    return this.#listening;
  }

  /** Nothing more is read: what the client said before counts, and then that is an `exit`. */
  end(): void {
    this.#whenAllIsRead(() => this.#take({ jsonrpc: '2.0', method: 'exit' } as Message));
  }

  #take(message: Message): void {
    this.#arrived.push(message);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#whenAllIsRead(() => {
      this.#isWaiting = false;
      for (const arrived of this.#arrived.splice(0)) this.#give(arrived);
    });
  }

  /** The library reads one message each turn of the event loop, of those that have arrived. */
  #whenAllIsRead(callback: () => void): void {
    const before = this.#count;
    setImmediate(() =>
      setImmediate(() => {
        if (this.#count > before) this.#whenAllIsRead(callback);
        else callback();
      }),
    );
  }

  #fail(error: Error): void {
    this.#count += 1;
    if (this.#isBroken || error instanceof SyntaxError) return;
    this.#isBroken = true;
    this.#listening?.dispose();
    this.#onBroken(error.message.replaceAll(/\s+/g, ' '));
    this.end();
  }
}

/** What the library itself reads of a notification, and fails where it is not there. */
const readByLibrary = new Map([
  ['$/cancelRequest', 'id'],
  ['$/setTrace', 'value'],
  ['window/workDoneProgress/cancel', 'token'],
]);

/** What has neither a method nor an id is none, nor is a notification to the library that does not say of what. */
function isMessage(value: unknown): value is Message & Candidate {
  if (typeof value !== 'object' || value === null) return false;
  const { id, method, params } = value as Candidate;
  const part = typeof method === 'string' && id === undefined ? readByLibrary.get(method) : undefined;
  if (part !== undefined)
    return isId((params as Readonly<Record<string, unknown>> | null | undefined)?.[part]);
  return method === undefined ? isId(id) : typeof method === 'string' && (id === undefined || isId(id));
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Some clients leave out a result that is null; the library takes such an answer for none. */
function withResult(message: Message & Candidate): Message {
  const { method, result, error } = message;
  return method === undefined && result === undefined && !error
    ? ({ ...message, result: null } as Message)
    : message;
}
