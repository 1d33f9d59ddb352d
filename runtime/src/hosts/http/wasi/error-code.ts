/** `error-code` of wasi:http: what each failure is, and the status by which a client is told of it. */
import { StreamFailure } from '../../streams.ts';

/** A case of the variant, with what it holds. */
export interface ErrorCode {
  readonly tag: string;
  readonly val?: unknown;
}

/** Why a message failed. Where it is a stream that failed, `http-error-code` tells the guest. */
export class HttpFailure extends StreamFailure {
  readonly errorCode: ErrorCode;

  constructor(errorCode: ErrorCode, options?: ErrorOptions) {
    super(errorCode.tag, options);
    this.name = 'HttpFailure';
    this.errorCode = errorCode;
  }
}

/** By the system's code, or that of Node or undici. */
const bySystemCode: Readonly<Record<string, ErrorCode>> = {
  EAI_AGAIN: { tag: 'DNS-timeout' },
  ENOTFOUND: { tag: 'DNS-error', val: { rcode: 'NXDOMAIN', infoCode: undefined } },
  ECONNREFUSED: { tag: 'connection-refused' },
  ECONNRESET: { tag: 'connection-terminated' },
  ECONNABORTED: { tag: 'connection-terminated' },
  EPIPE: { tag: 'connection-terminated' },
  ERR_STREAM_PREMATURE_CLOSE: { tag: 'connection-terminated' },
  UND_ERR_SOCKET: { tag: 'connection-terminated' },
  ETIMEDOUT: { tag: 'connection-timeout' },
  UND_ERR_CONNECT_TIMEOUT: { tag: 'connection-timeout' },
  UND_ERR_HEADERS_TIMEOUT: { tag: 'HTTP-response-timeout' },
  UND_ERR_BODY_TIMEOUT: { tag: 'connection-read-timeout' },
  EHOSTUNREACH: { tag: 'destination-unavailable' },
  ENETUNREACH: { tag: 'destination-unavailable' },
};

/** What a failure is as an `error-code`. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof HttpFailure) return error.errorCode;
  const { code, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : bySystemCode[code];
  if (known) return known;
  if (code?.startsWith('HPE_')) return { tag: 'HTTP-protocol-error' };
  return { tag: 'internal-error', val: message };
}

/** By the case, where it is not 500. */
const statuses: readonly (readonly [pattern: RegExp, status: number])[] = [
  [/timeout$/, 504],
  [/^(DNS|destination|connection|TLS)-(?!limit)/, 502],
  [/^connection-limit-reached$/, 503],
  [/^HTTP-request-denied$/, 403],
  [/^HTTP-request-length-required$/, 411],
  [/^HTTP-request-body-size$/, 413],
  [/^HTTP-request-URI-too-long$/, 414],
  [/^HTTP-request-(method|URI)-invalid$/, 400],
  [/^HTTP-request-(header|trailer)-/, 431],
  [/^HTTP-(response|upgrade|protocol)-/, 502],
  [/^loop-detected$/, 508],
];

/** The status of an answer that is this error. */
export function statusOf({ tag }: ErrorCode): number {
  return statuses.find(([pattern]) => pattern.test(tag))?.[1] ?? 500;
}
