/** A client that takes nothing of its answer: what is kept for it, and the guest that waits for it, are not kept for ever. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export class Stall {
  readonly #response: ServerResponse;
  readonly #limit: number;
  /** How long the connection might do nothing before, in milliseconds; 0: for ever. Undefined where that holds still. */
  #before: number | undefined;
  /** The end of the answer is listened for. */
  #isAttached = false;

  /** @param limit how long a client may take nothing of what is there for it, in milliseconds */
  constructor(response: ServerResponse, limit: number) {
    this.#response = response;
    this.#limit = limit;
  }

  /** To be called where something may be kept for the client, or not any more. */
  look(): void {
    const { socket } = this.#response;
    if (!socket || socket.destroyed) return;
    if (socket.writableLength === 0) this.#end(socket);
    else if (this.#before === undefined) this.#begin(socket);
  }

  /** The socket's own time-out looks at what the system takes of a long write, and ends the connection. */
  #begin(socket: Socket): void {
    this.#before = socket.timeout ?? 0;
    if (this.#before > 0 && this.#before <= this.#limit) return;
    socket.setTimeout(this.#limit);
    // a long answer stalls and goes on many times
    if (this.#isAttached) return;
    this.#isAttached = true;
    // before Node says how long the connection is kept for the next request
    this.#response.prependOnceListener('finish', () => this.#end(socket));
  }

  #end(socket: Socket): void {
    if (this.#before === undefined) return;
    // a client that has closed its side meanwhile has a limit of its own
    if (socket.timeout === this.#limit) socket.setTimeout(this.#before);
    this.#before = undefined;
  }
}
