/** What the server tells of requests: an access log and a trace are made of it. */
import type { Exchange } from '../ports/http.ts';

/** How a request ended. */
export interface Outcome {
  /** Undefined where the client went away before there was an answer. */
  readonly status: number | undefined;
  /** Bytes of the answer's body that were handed to the connection. */
  readonly bytes: number;
  /** Why it was not the guest that answered, or why the answer is not whole. */
  readonly reason?: string;
  /** The error behind it, where that is a bug or a trap. */
  readonly error?: unknown;
}

/**
 * Put around each request.
 * @param run has it answered; never fails, settles when the answer has gone out or will not
 */
export type Observe = (exchange: Exchange, run: () => Promise<Outcome>) => Promise<void>;
