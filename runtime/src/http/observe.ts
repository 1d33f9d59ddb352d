/** What the server tells of requests: an access log and a trace are made of it. */
import type { Exchange } from '../ports/http.ts';

/** How a request ended. */
export interface Outcome {
  /** Undefined where the client went away, or the server ended, before there was an answer. */
  readonly status: number | undefined;
  /** Bytes of the answer's body that were handed to the connection. */
  readonly bytes: number;
  /** Why it was not the guest that answered, or why the answer is not whole. */
  readonly reason?: string;
  /** The server ended it, with all that was under way. */
  readonly cut?: true;
  /** The error behind it, where that is a bug or a trap. */
  readonly error?: unknown;
}

/** What the server refused on the connection itself: no request came of it, or not the whole of its head. */
export interface Refusal {
  /** As on its request line, where it is sure what that is. */
  readonly line?: RequestLine;
  readonly status: number;
  /** What the client was told. */
  readonly reason: string;
}

export interface RequestLine {
  readonly method: string;
  readonly target: string;
}

/** Told of each of them, once it is answered. */
export type Refused = (refusal: Refusal) => void;

/**
 * Put around each request.
 * @param run has it answered; never fails, settles when the answer has gone out or will not
 */
export type Observe = (exchange: Exchange, run: () => Promise<Outcome>) => Promise<void>;
