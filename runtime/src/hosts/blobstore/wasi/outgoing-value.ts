/** `outgoing-value` of wasi:blobstore: a guest may write it before it says which object it is to be; until then it is kept. */
import type { Output } from '../../../io/stream.ts';
import { Passage } from '../../../io/passage.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import type { BlobWriter } from '../../../ports/blobstore.ts';
import { OutputStream, StreamClosed, StreamFailure } from '../../streams.ts';
import { BrokenRule, HostResource, WitError } from '../../values.ts';

/** What is kept of a value that is no object's yet, in bytes: 8 MiB. */
const mostKept = 8_388_608;

/** What the stream takes at once where nothing says less: 64 KiB. */
const window = 65_536;

/** Bytes that go to a writer as it takes them. */
interface Sending {
  readonly end: () => Promise<void>;
  readonly writer: BlobWriter;
  /** Settles when all has been written; rejects where that failed. */
  readonly written: Promise<void>;
}

export class OutgoingValue extends HostResource {
  readonly #passage = new Passage();
  #size = 0;
  #stream: 'not asked for' | 'held' | 'dropped' = 'not asked for';
  #sending: Sending | undefined;
  #isOver = false;

  constructor() {
    super('outgoing-value');
  }

  stream(): OutputStream {
    if (this.#stream !== 'not asked for') throw new WitError(undefined, 'the stream was given before');
    this.#stream = 'held';
    const output: Output = {
      write: (bytes) => this.#write(bytes),
      room: () => this.#room(),
      wait: (signal) => this.#passage.waitForRoom(signal),
      close: () => {
        this.#stream = 'dropped';
      },
    };
    return new OutputStream(output);
  }

  /**
   * It becomes what this writer writes.
   * @param end puts the writer away, unless it was put away before
   * @throws CapabilityError where it is to become something already
   */
  async become(writer: BlobWriter, end: () => Promise<void>): Promise<void> {
    if (this.#sending) {
      await end();
      throw new CapabilityError('unexpected-error', 'the value was given to write-data before');
    }
    const written = this.#send(writer);
    // told of when the guest writes on, or finishes
    written.catch((error: unknown) => this.#passage.fail(error as Error));
    this.#sending = { writer, end, written };
  }

  /**
   * It is whole. Its stream ends too, where the guest still has that: guests of componentize-qjs 0.4 have no way to put away
   * what they were given.
   */
  async finish(): Promise<void> {
    const sending = this.#sending;
    if (!sending)
      throw new CapabilityError(
        'unexpected-error',
        'the value was finished before it was given to write-data',
      );
    this.#isOver = true;
    this.#passage.end();
    try {
      await sending.written;
      await sending.writer.finish();
    } finally {
      await sending.end();
    }
  }

  async drop(): Promise<void> {
    if (this.#stream === 'held')
      throw new BrokenRule('The guest put a value away while it still had the stream to write it by.');
    this.#isOver = true;
    this.#passage.fail(new StreamClosed());
    await this.#sending?.end();
  }

  #write(bytes: Uint8Array): void {
    this.#requireOpen();
    this.#size += bytes.length;
    if (!this.#sending && this.#size > mostKept)
      throw new BrokenRule(
        `The guest wrote more than ${mostKept} bytes of a value that it has not given to container.write-data. Let it do that before it writes so much.`,
      );
    this.#passage.bring(bytes);
  }

  #room(): number {
    this.#requireOpen();
    return this.#sending ? this.#passage.room : window;
  }

  #requireOpen(): void {
    const { failure } = this.#passage;
    if (failure) throw new StreamFailure(failure.message, { cause: failure });
    if (this.#isOver) throw new StreamClosed();
  }

  async #send(writer: BlobWriter): Promise<void> {
    for (;;) {
      await this.#passage.wait();
      const bytes = this.#passage.read(Number.MAX_SAFE_INTEGER);
      if (!bytes) return;
      await writer.write(bytes);
    }
  }
}
