/** HTTP that is served: a request as the server hands it over, and the answer as it takes it. The server is in http/. */
import type { Input, Output } from '../io/stream.ts';

/**
 * Names and values of header or trailer fields, in the order of the message, repeated where they are. Each character of a
 * value is one byte (ISO 8859-1), which is how Node has them and loses nothing; names are as they came.
 */
export type Fields = readonly (readonly [name: string, value: string])[];

/** What a message carries, coming in. */
export interface IncomingBody {
  /** Reads it as it comes. Throws where it breaks off. */
  readonly input: Input;
  /** The fields behind it, once it has been read to its end; empty where there are none. */
  trailers(): Fields;
}

/** What a message carries, going out. It is over once it was finished or given up. */
export interface OutgoingBody {
  /** Writes it. What is written goes out as it comes, and must not be changed afterwards: it is not copied. */
  readonly output: Output;
  /**
   * Ends the message; settles when all of it has been handed over, which is before the other side has it.
   * @throws Error where the other side has gone, or the message is not as long as its head says
   */
  finish(trailers?: Fields): Promise<void>;
  /** Gives it up: who reads it learns that it is not whole. */
  abort(): void;
}

/** One request, and the answer to it. */
export interface Exchange {
  /** As on the request line: `GET`. */
  readonly method: string;
  /** As on the request line: a path with its query, or an absolute URL. */
  readonly target: string;
  readonly scheme: 'http' | 'https';
  /** `Host`, as it came; of a target that is an absolute URL, that URL's (RFC 9112, 3.2.2). */
  readonly authority: string | undefined;
  readonly headers: Fields;
  readonly body: IncomingBody;
  /** Aborted where nobody waits for the answer any more: the client has gone, or the time is over. */
  readonly signal: AbortSignal;
  /**
   * What the signal says, to who asks for nothing else: a signal costs as much as a short answer.
   * @param told called once, at once where that is so already
   */
  whenGone(told: (reason: Error) => void): void;
  /** Milliseconds so far that were the client's: those that were waited for its body, and from the answer's begin to its end. */
  readonly clientTime: number;
  /** Sends an answer of 1xx before the answer. Left out where the client could not read it (HTTP/1.0). */
  inform(status: number, headers: Fields): void;
  /**
   * Begins the answer; may be called once. What may not stand in an answer (RFC 9110, 7.6.1) is left out. Where the client
   * has gone, it is the body that fails.
   * @throws HttpFault where the status or a field cannot be sent
   */
  respond(status: number, headers: Fields): OutgoingBody;
  /** The answer's status; undefined where there is no answer yet. */
  readonly status: number | undefined;
}

/** Why a request was not answered by the guest, as the status that tells the client. The message is for the client. */
export class HttpFault extends Error {
  /** 500, 503, 504 … */
  readonly status: number;
  /** `Retry-After` for one. */
  readonly headers: Fields;

  constructor(status: number, message: string, headers: Fields = [], options?: ErrorOptions) {
    super(message, options);
    this.name = 'HttpFault';
    this.status = status;
    this.headers = headers;
  }
}

/**
 * Answers a request; settles when all that is to be done for it is done.
 * @throws HttpFault, or any other error, which is a 500, where it could not be answered: the server answers in its place
 *   where no answer was begun, and else breaks it off
 */
export type Handler = (exchange: Exchange) => Promise<void>;

/** A route of a guest that routes by slight's own contract. */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** `/person/:name`, `/files/*` */
  readonly pattern: string;
  /** The guest's function that answers, as the guest names it: `handle_hello`. */
  readonly handler: string;
}

/** What a guest asked to be served. */
export interface Serving {
  stop(): void;
}

/**
 * Takes down what a guest wants served, while it sets itself up. It is served once that is done.
 * @param address as the guest gives it: `0.0.0.0:3000`
 * @param routes asked for when the guest has set everything up: which they are may depend on what it did after this
 * @throws CapabilityError where that cannot be: the address is none, or is taken by what the guest serves already
 */
export type Serve = (address: string, routes: () => readonly Route[]) => Serving;
