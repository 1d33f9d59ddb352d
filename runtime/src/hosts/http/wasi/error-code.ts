/** `error-code` of wasi:http: what each failure is, and the status by which a client is told of it. */
import { HttpClientError } from '../../../ports/http-client.ts';
import { HttpFault } from '../../../ports/http.ts';
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

/** By the system's code, or that of Node: of a client that has gone. */
const bySystemCode: Readonly<Record<string, ErrorCode>> = {
  ECONNRESET: { tag: 'connection-terminated' },
  ECONNABORTED: { tag: 'connection-terminated' },
  EPIPE: { tag: 'connection-terminated' },
  ERR_STREAM_PREMATURE_CLOSE: { tag: 'connection-terminated' },
};

/** What a failure to read a body is, where nothing else says so: the other side has gone. */
export function bodyErrorOf(error: unknown): ErrorCode {
  const code = errorCodeOf(error);
  return code.tag === 'internal-error' ? { tag: 'connection-terminated' } : code;
}

/** What a failure is as an `error-code`. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (error instanceof HttpFailure) return error.errorCode;
  // as the server refuses a body
  if (error instanceof HttpFault && error.status === 413) return { tag: 'HTTP-request-body-size' };
  if (error instanceof HttpFault && error.status === 408) return { tag: 'connection-read-timeout' };
  if (error instanceof HttpClientError) return ofClient(error);
  const { code, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : bySystemCode[code];
  if (known) return known;
  if (code?.startsWith('HPE_')) return { tag: 'HTTP-protocol-error' };
  return { tag: 'internal-error', val: message };
}

/** Why a request that the guest sent failed. */
function ofClient({ case: errorCase, detail, message }: HttpClientError): ErrorCode {
  const { dns, alert, size } = detail;
  switch (errorCase) {
    case 'dns-error':
      return dns === 'EAI_AGAIN'
        ? { tag: 'DNS-timeout' }
        : { tag: 'DNS-error', val: { rcode: dns === 'ENOTFOUND' ? 'NXDOMAIN' : dns, infoCode: undefined } };
    case 'tls-alert':
      return { tag: 'TLS-alert-received', val: { alertId: alert, alertMessage: message } };
    case 'request-body-size':
    case 'response-body-size':
      return { tag: `HTTP-${errorCase}`, val: size === undefined ? undefined : BigInt(size) };
    case 'response-header-size':
      return { tag: 'HTTP-response-header-section-size', val: undefined };
    case 'aborted':
    case 'unexpected-error':
      return { tag: 'internal-error', val: message };
    default:
      return { tag: byClientCase[errorCase] };
  }
}

const byClientCase = {
  'invalid-url': 'HTTP-request-URI-invalid',
  'invalid-method': 'HTTP-request-method-invalid',
  'invalid-header': 'HTTP-protocol-error',
  denied: 'HTTP-request-denied',
  'connection-refused': 'connection-refused',
  'connection-timeout': 'connection-timeout',
  unreachable: 'destination-unavailable',
  'connection-limit': 'connection-limit-reached',
  'connection-terminated': 'connection-terminated',
  'tls-protocol-error': 'TLS-protocol-error',
  'tls-certificate-error': 'TLS-certificate-error',
  'response-timeout': 'HTTP-response-timeout',
  'read-timeout': 'connection-read-timeout',
  'response-incomplete': 'HTTP-response-incomplete',
  'protocol-error': 'HTTP-protocol-error',
} as const;

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
