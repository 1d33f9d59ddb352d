/** What is written to the client, by writers that tell when it is out: the process must not end before. */
import type { Writable } from 'node:stream';
import type { Message, MessageWriter } from 'vscode-jsonrpc/node';
import { AbstractMessageWriter, StreamMessageWriter } from 'vscode-jsonrpc/node';

export interface TellingWriter extends MessageWriter {
  /** Calls back once what was written is out, or the client takes nothing of it any more. */
  readonly whenOut: (done: () => void) => void;
}

/** A client that takes nothing for so long, in milliseconds, is not waited for when the server ends. */
const patience = 5000;

export class StreamWriter extends StreamMessageWriter implements TellingWriter {
  readonly #output: Writable;
  #last: Promise<void> = Promise.resolve();
  /** How many messages are out. */
  #count = 0;

  constructor(output: Writable) {
    super(output);
    this.#output = output;
  }

  override write(message: Message): Promise<void> {
    this.#last = super.write(message).then(() => {
      this.#count += 1;
    });
    return this.#last;
  }

  whenOut(done: () => void): void {
    const taken = (): string => `${this.#count} ${this.#output.writableLength}`;
    let before = taken();
    setInterval(() => {
      const now = taken();
      if (now === before) done();
      before = now;
    }, patience);
    this.#last.then(done, done);
  }
}

/** The library's own does not wait until the parent has a message. */
export class ChannelWriter extends AbstractMessageWriter implements TellingWriter {
  #last: Promise<void> = Promise.resolve();

  write(message: Message): Promise<void> {
    return (this.#last = new Promise((resolve, reject) => {
      process.send?.(message, undefined, undefined, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }));
  }

  end(): void {
    // the channel is the parent's
  }

  whenOut(done: () => void): void {
    this.#last.then(done, done);
  }
}
