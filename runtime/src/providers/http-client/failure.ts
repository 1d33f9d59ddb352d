/** Why a request failed: by what undici, Node and the system say. */
import { own } from '../../own.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { HttpClientError } from '../../ports/http-client.ts';
import type { HttpClientDetail, HttpClientErrorCase } from '../../ports/http-client.ts';
import { tlsFault } from '../tls.ts';

/** What is known of a request that failed. */
export interface Tried {
  /** The server, as its URL has it: `example.com:8080` */
  readonly place: string;
  /** Whether there is a head of an answer. */
  readonly began: boolean;
  /** The proxy that it went through. */
  readonly proxy: string | undefined;
}

/** The original is not kept as the cause: it may carry what the server said. */
export function failureOf(error: unknown, { place, began, proxy }: Tried): HttpClientError {
  if (error instanceof HttpClientError) return error;
  const { name, message, code = '' } = error as NodeJS.ErrnoException;
  if (error instanceof CapabilityError) return new HttpClientError('unexpected-error', message);
  // of which not every one has a code
  const isParsing = name === 'HTTPParserError' && code === '';
  const at = proxy !== undefined && ofProxy.has(code) ? `the proxy ${proxy}` : place;
  return new HttpClientError(...told(isParsing ? 'HPE_INVALID' : code, message, at, began));
}

/** What goes wrong on the way to a proxy, where there is one, and not behind it. */
const ofProxy: ReadonlySet<string> = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ECONNREFUSED', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
  ...[
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EADDRNOTAVAIL',
    'UND_ERR_ABORTED',
    'UND_ERR_PRX_TLS',
    'UND_ERR_PRX_CONN',
  ],
]);

type Told = readonly [HttpClientErrorCase, string, HttpClientDetail?];

function told(code: string, message: string, place: string, began: boolean): Told {
  const alert = /SSL alert number (\d+)/.exec(message)?.[1];
  if (alert !== undefined)
    return ['tls-alert', `${place} refused the TLS connection (alert ${alert}).`, { alert: Number(alert) }];
  const tls = tlsFault(code, 'use http:// for https://');
  if (tls !== undefined) {
    const isHandshake = code === 'EPROTO' || code.startsWith('ERR_SSL_');
    return [
      isHandshake ? 'tls-protocol-error' : 'tls-certificate-error',
      `${place} cannot be used over TLS: ${tls}.`,
    ];
  }
  if (code.startsWith('ERR_SSL_'))
    return ['tls-protocol-error', `${place} cannot be used over TLS (${code}).`];
  if (code === 'UND_ERR_PRX_TLS')
    return ['tls-certificate-error', `The proxy to ${place} cannot be trusted.`];
  if (code.startsWith('HPE_'))
    return code === 'HPE_INVALID_EOF_STATE' || code === 'HPE_CLOSED_CONNECTION'
      ? brokenOff(place, began)
      : ['protocol-error', `What ${place} answered is no HTTP (${code}).`];
  return own(known, code)?.(place, began, message) ?? other(place, code || message);
}

const known: Readonly<Record<string, (place: string, began: boolean, message: string) => Told>> = {
  ENOTFOUND: (place) => ['dns-error', `There is no server named ${place}.`, { dns: 'ENOTFOUND' }],
  EAI_AGAIN: (place) => ['dns-error', `The name of ${place} cannot be looked up now.`, { dns: 'EAI_AGAIN' }],
  EAI_FAIL: (place) => ['dns-error', `The name of ${place} cannot be looked up.`, { dns: 'EAI_FAIL' }],
  ECONNREFUSED: (place) => ['connection-refused', `Nobody listens on ${place}.`],
  ETIMEDOUT: slowConnection,
  UND_ERR_CONNECT_TIMEOUT: slowConnection,
  UND_ERR_PRX_TLS: (place) => ['tls-certificate-error', `No certificate is right for ${place}.`],
  UND_ERR_PRX_CONN: brokenOff,
  // undici knows no other
  UND_ERR_ABORTED: (place, _began, message) => [
    'unreachable',
    `The request did not get through ${place}${/\(\d+\)/.exec(message)?.[0].padStart(6) ?? ''}.`,
  ],
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  EACCES: unreachable,
  EMFILE: (place) => ['connection-limit', `Too much is open for one more connection to ${place}.`],
  ENFILE: (place) => ['connection-limit', `Too much is open for one more connection to ${place}.`],
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_DESTROYED: brokenOff,
  UND_ERR_CLOSED: brokenOff,
  UND_ERR_SOCKET: (place, began, message) =>
    message.startsWith('bad ')
      ? ['protocol-error', `What ${place} answered is no HTTP (${message}).`]
      : brokenOff(place, began),
  UND_ERR_HEADERS_TIMEOUT: (place) => ['response-timeout', `${place} did not answer in time.`],
  UND_ERR_BODY_TIMEOUT: (place) => ['read-timeout', `${place} stopped within its answer.`],
  UND_ERR_HEADERS_OVERFLOW: (place) => [
    'response-header-size',
    `The head of the answer of ${place} is too large.`,
  ],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: (place) => [
    'response-incomplete',
    `The answer of ${place} is not as long as it says.`,
  ],
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: (place) => [
    'request-body-size',
    `The body of the request to ${place} is not as long as its Content-Length says.`,
  ],
  UND_ERR_INVALID_ARG: (place, _began, message) => [
    invalidPart(message),
    `The request to ${place} cannot be written: ${message}.`,
  ],
};

function slowConnection(place: string): Told {
  return ['connection-timeout', `${place} did not take the connection in time.`];
}

function unreachable(place: string): Told {
  return ['unreachable', `No way leads to ${place}.`];
}

function brokenOff(place: string, began: boolean): Told {
  return began
    ? ['response-incomplete', `${place} broke off within its answer.`]
    : ['connection-terminated', `${place} closed the connection without an answer.`];
}

function other(place: string, why: string): Told {
  return ['unexpected-error', `The request to ${place} failed (${why}).`];
}

/** By what undici says is wrong. */
function invalidPart(message: string): HttpClientErrorCase {
  if (message.includes('path')) return 'invalid-url';
  return message.includes('method') ? 'invalid-method' : 'invalid-header';
}
