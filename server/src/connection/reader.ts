/** What the library reads of a client, sifted: it is given messages alone, and of any client the last one is `exit`. */
import type { DataCallback, Disposable, Message, MessageReader } from 'vscode-jsonrpc/node';
import { AbstractMessageReader } from 'vscode-jsonrpc/node';
import type { Ends } from './transport.ts';

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
 * `onBroken`, once.
 */
export class MessagesOnly extends AbstractMessageReader implements MessageReader {
  readonly #inner: MessageReader;
  readonly #ends: Pick<Ends, 'onBroken'>;
  #give: DataCallback = () => undefined;
  #isBroken = false;
  /** How many messages were read, or could not be. */
  #count = 0;

  constructor(inner: MessageReader, ends: Pick<Ends, 'onBroken'>) {
    super();
    this.#inner = inner;
    this.#ends = ends;
  }

  listen(callback: DataCallback): Disposable {
    this.#give = callback;
    this.#inner.onError((error) => this.#fail(error));
    return this.#inner.listen((message) => {
      this.#count += 1;
      if (!this.#isBroken && isMessage(message)) callback(withResult(message));
    });
  }

  /** The client has closed its end: what it said before counts, and then that is an `exit`. */
  end(): void {
    const before = this.#count;
    // the library reads on one message each turn of the event loop
    setImmediate(() =>
      setImmediate(() => {
        if (this.#count > before) this.end();
        else this.#give({ jsonrpc: '2.0', method: 'exit' } as Message);
      }),
    );
  }

  #fail(error: Error): void {
    this.#count += 1;
    if (this.#isBroken || error instanceof SyntaxError) return;
    this.#isBroken = true;
    this.#ends.onBroken(error.message.replaceAll(/\s+/g, ' '));
  }
}

/** What has neither a method nor an id is none; and the library fails at a cancellation that does not say of what. */
function isMessage(value: unknown): value is Message & Candidate {
  if (typeof value !== 'object' || value === null) return false;
  const { id, method, params } = value as Candidate;
  if (method === '$/cancelRequest') return isId((params as { readonly id?: unknown } | null | undefined)?.id);
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
