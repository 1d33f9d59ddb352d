/** The close of an answer: it has gone out, or it will not. One listener does for all who are to know. */
import type { ServerResponse } from 'node:http';

export class Closing {
  readonly #response: ServerResponse;
  /** Who is to be told where nobody waits for the answer any more. */
  #told: ((reason: Error) => void)[] = [];
  #closed: (() => void) | undefined;
  #isWatched = false;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** @param told called once, where the client goes away before it has the answer */
  whenGone(told: (reason: Error) => void): void {
    this.#told.push(told);
    if (this.#response.closed) this.#close();
    else this.#watch();
  }

  /** Resolves when the answer has gone out, or will not. To be called once. */
  whenClosed(): Promise<void> {
    this.#watch();
    return new Promise((resolve) => {
      if (this.#response.closed) resolve();
      else this.#closed = resolve;
    });
  }

  /** Nobody waits any more, for this reason. */
  tell(reason: Error): void {
    const all = this.#told;
    this.#told = [];
    for (const told of all) told(reason);
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    if (!this.#response.closed) this.#response.on('close', () => this.#close());
  }

  #close(): void {
    if (!this.#response.writableFinished && this.#told.length > 0)
      this.tell(new Error('The client has gone.'));
    this.#closed?.();
  }
}
