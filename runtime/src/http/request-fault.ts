/** What is wrong with a request that node:http let through: what RFC 9112 and 9110 have a server refuse. */
import type { IncomingMessage } from 'node:http';
import { HttpFault } from '../ports/http.ts';
import type { Limits } from './limits.ts';
import { tooLarge } from './request-body.ts';

/** Undefined where nothing is. */
export function requestFault(request: IncomingMessage, limits: Limits): HttpFault | undefined {
  const { headers, httpVersionMajor, httpVersionMinor, method = '', url = '' } = request;
  if (httpVersionMajor !== 1) return otherVersion();
  if (url.length > limits.target) return targetTooLong();
  if (!isTarget(url, method)) return bad('the target of its request line is none');
  // RFC 9110, 4.2.4: no sender may write it, and it hides which host is meant
  if (/^https?:\/\/[^/?]*@/i.test(url)) return bad('its URL holds a user or a password');
  const hosts = count(request.rawHeaders, 'host');
  if (hosts > 1) return bad('it has several Host fields');
  if (hosts === 0 && httpVersionMinor > 0) return bad('it has no Host field');
  if (hosts === 1 && !/^(?:[\w.~!$&'()*+,;=%-]*|\[[\da-fA-F:.]+\])(?::\d*)?$/.test(headers.host ?? ''))
    return bad('its Host field names no host');
  return framingFault(request) ?? bodyFault(request, limits) ?? upgradeFault(request);
}

export function otherVersion(): HttpFault {
  return new HttpFault(505, 'This server speaks HTTP/1.1.');
}

export function targetTooLong(): HttpFault {
  return new HttpFault(414, 'The URL of the request is longer than this server takes.');
}

export function bad(why: string): HttpFault {
  return new HttpFault(400, `The request cannot be understood: ${why}.`);
}

/** RFC 9112, 6.1. */
function framingFault({ headers, httpVersionMinor }: IncomingMessage): HttpFault | undefined {
  const coding = headers['transfer-encoding'];
  if (coding === undefined) return undefined;
  if (httpVersionMinor === 0) return bad('HTTP/1.0 has no Transfer-Encoding');
  if (coding.trim().toLowerCase() === 'chunked') return undefined;
  return new HttpFault(501, 'This server knows no other Transfer-Encoding than chunked.');
}

function bodyFault({ headers }: IncomingMessage, limits: Limits): HttpFault | undefined {
  return Number(headers['content-length'] ?? 0) > limits.body ? tooLarge() : undefined;
}

/** Other upgrades are the client's offer, which a server may pass over (RFC 9110, 7.8); a WebSocket is nothing without. */
function upgradeFault({ headers }: IncomingMessage): HttpFault | undefined {
  if (headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
  return new HttpFault(501, 'WebSockets are not served here: ask with plain HTTP.');
}

/** RFC 9112, 3.2. */
function isTarget(url: string, method: string): boolean {
  if (url.includes('#')) return false;
  return url.startsWith('/') || /^https?:\/\/[^/?]/i.test(url) || (url === '*' && method === 'OPTIONS');
}

function count(raw: readonly string[], wanted: string): number {
  let found = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? '';
    if (name.length === wanted.length && name.toLowerCase() === wanted) found++;
  }
  return found;
}
