/** HTTP requests that guests send: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */
import { CapabilityError } from './errors.ts';
import type { Fields, IncomingBody, OutgoingBody } from './http.ts';

export interface HttpClient {
  /**
   * Sends a request to whom its URL names, and to nobody else: where the answer sends it on, that is the caller's to
   * follow. It goes out at once; what the answer brings waits at its sender until it is read.
   */
  send(request: ClientRequest, options?: SendOptions): Sent;
}

export interface ClientRequest {
  /** Any token but CONNECT, whose answer is no message: `GET`. */
  readonly method: string;
  /** `http:` or `https:`. User, password and fragment are left out. */
  readonly url: URL;
  /** What is the connection's and not the message's, and `Host` and `Expect`, are left out. */
  readonly headers: Fields;
  /** All of it, or none; `stream`: what is written to the body of `Sent`, as long as `Content-Length` says where it is. */
  readonly body: Uint8Array | 'stream' | undefined;
}

/** How long to wait, in milliseconds; longer than the provider does, it does not wait. */
export interface Patience {
  readonly connect?: number;
  /** From there to the head of the answer. */
  readonly firstByte?: number;
  /** Between any two parts of the answer's body. */
  readonly betweenBytes?: number;
}

export interface SendOptions extends Patience {
  /** Gives the request up, with its reason. */
  readonly signal?: AbortSignal;
}

/** A request that is under way. */
export interface Sent {
  /** `finish` does not wait until all has gone out: the server may wait for its answer to be read first. */
  readonly body: OutgoingBody;
  /** Rejects with an HttpClientError. */
  readonly answer: Promise<ClientAnswer>;
  /** Gives it up, at any time; what is over is left as it is. */
  abort(): void;
}

export interface ClientAnswer {
  /** 200 to 999. */
  readonly status: number;
  readonly headers: Fields;
  /** Reading fails with an HttpClientError. */
  readonly body: IncomingBody;
}

/** The cases of its failures. Each interface has its own for them. */
export const httpClientErrors = [
  /** There is no such URL, or it is of another scheme. */
  'invalid-url',
  'invalid-method',
  'invalid-header',
  /** The slightfile does not allow it. */
  'denied',
  /** The name of the server has no address. */
  'dns-error',
  'connection-refused',
  'connection-timeout',
  /** No way leads there. */
  'unreachable',
  /** More requests at once than one app may have. */
  'connection-limit',
  /** The connection broke off before there was an answer. */
  'connection-terminated',
  'tls-protocol-error',
  'tls-certificate-error',
  'tls-alert',
  /** The head of the answer did not come in time. */
  'response-timeout',
  /** The next part of the answer's body did not come in time. */
  'read-timeout',
  /** What was written is not as long as `Content-Length` says. */
  'request-body-size',
  'response-header-size',
  /** The answer is larger than its reader takes. */
  'response-body-size',
  /** The connection broke off within the answer. */
  'response-incomplete',
  /** What the server said is no HTTP. */
  'protocol-error',
  /** It was given up. */
  'aborted',
  'unexpected-error',
] as const;

export type HttpClientErrorCase = (typeof httpClientErrors)[number];

/** What is known besides the case. */
export interface HttpClientDetail {
  /** Of `dns-error`, as the resolver calls it: `ENOTFOUND`, `EAI_AGAIN`. */
  readonly dns?: string;
  /** Of `tls-alert`, its number (RFC 8446, 6). */
  readonly alert?: number;
  /** Of sizes, how many bytes there were. */
  readonly size?: number;
}

/** The message names the host and the port of the server at the most: what else is in a URL may be secret. */
export class HttpClientError extends CapabilityError<HttpClientErrorCase> {
  readonly detail: HttpClientDetail;

  constructor(
    errorCase: HttpClientErrorCase,
    message: string,
    detail: HttpClientDetail = {},
    options?: ErrorOptions,
  ) {
    super(errorCase, message, options);
    this.name = 'HttpClientError';
    this.detail = detail;
  }
}
