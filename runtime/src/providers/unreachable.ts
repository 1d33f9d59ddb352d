/** Why a server that speaks HTTP cannot be reached, as a clause that names the remedy: for every client. */
import { tlsFault } from './tls.ts';

interface Way {
  /** Whether requests go through a proxy. */
  readonly proxied: boolean;
  /** The keys that name the server: `AWS_REGION and AWS_ENDPOINT_URL`. */
  readonly named: string;
  /** How to ask for a connection without TLS: `write http:// in AWS_ENDPOINT_URL`. */
  readonly plain: string;
}

/** @param code Node's, of the error; empty where it has none */
export function unreachable(code: string, { proxied, named, plain }: Way): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return proxied
        ? 'its host name is not known; check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY'
        : `the host name is not known; check ${named}`;
  }
  return tlsFault(code, plain) ?? `the connection failed${code === '' ? '' : ` (${code})`}`;
}
