/** `incoming-value` of wasi:blobstore: what is read of an object, at once or as a stream. */
import type { Input } from '../../../io/stream.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import type { BlobReader } from '../../../ports/blobstore.ts';
import { InputStream, StreamFailure } from '../../streams.ts';
import { HostResource } from '../../values.ts';
import { taken } from '../taken.ts';

/** What is given as one list, at the most, in bytes: no more has room in a guest whose memory is the usual 1 GiB. */
const most = 2 ** 30;

export class IncomingValue extends HostResource {
  readonly reader: BlobReader;
  readonly #end: () => Promise<void>;
  #isConsumed = false;

  /** @param end puts the reader away, unless it was put away before */
  constructor(reader: BlobReader, openedAs: string | undefined, end: () => Promise<void>) {
    super('incoming-value', openedAs);
    this.reader = reader;
    this.#end = end;
  }

  async whole(): Promise<Uint8Array> {
    this.#isConsumed = true;
    const { size } = this.reader;
    try {
      if (size > most)
        throw new CapabilityError(
          'unexpected-error',
          `the object has ${size} bytes, which are too many for one list; read it as a stream`,
        );
      return await taken({ reader: this.reader, kept: undefined }, size);
    } finally {
      await this.#end();
    }
  }

  stream(): InputStream {
    this.#isConsumed = true;
    return new InputStream(inputOf(this.reader, this.#end));
  }

  async drop(): Promise<void> {
    if (!this.#isConsumed) await this.#end();
  }
}

/** What is read is asked for when somebody waits for it: the bytes that the reader gives stay until then. */
function inputOf(reader: BlobReader, end: () => Promise<void>): Input {
  let kept: Uint8Array | undefined;
  let isAtEnd = reader.size === 0;
  let failure: Error | undefined;
  let reading: Promise<void> | undefined;
  const next = async () => {
    try {
      kept = await reader.read();
      isAtEnd = kept === undefined;
    } catch (error) {
      failure = error as Error;
    } finally {
      reading = undefined;
    }
  };
  const ready = () => kept !== undefined || isAtEnd || failure !== undefined;

  return {
    read(length) {
      if (failure) throw new StreamFailure(failure.message, { cause: failure });
      if (isAtEnd) return undefined;
      const bytes = kept?.subarray(0, length) ?? new Uint8Array();
      kept = kept && bytes.length < kept.length ? kept.subarray(bytes.length) : undefined;
      return bytes;
    },
    ready,
    wait(signal) {
      if (ready()) return Promise.resolve();
      reading ??= next();
      return signal ? Promise.race([reading, aborted(signal)]) : reading;
    },
    // that it could not be ended well is nothing that anybody waits for
    close: () => void end().catch(() => undefined),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
