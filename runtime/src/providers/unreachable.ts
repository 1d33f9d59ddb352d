/** Why a server cannot be reached, as a clause that names the remedy: for every client. */
import { tlsFault } from './tls.ts';

interface Way {
  /** Whether requests go through a proxy. */
  readonly proxied?: boolean;
  /** The keys that name the server, where there is more to say than its address: `AWS_REGION and AWS_ENDPOINT_URL`. */
  readonly named?: string;
  /** How to ask for a connection without TLS: `write http:// in AWS_ENDPOINT_URL`. */
  readonly plain: string;
  /** What it means where the server closes the connection and says nothing: `nothing listens there, or it is no NATS`. */
  readonly closed?: string;
}

/** @param code Node's, of the error; empty where it has none */
export function unreachable(code: string, { proxied = false, named, plain, closed }: Way): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      if (proxied) return 'its host name is not known; check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY';
      return `the host name is not known${named === undefined ? '' : `; check ${named}`}`;
    case '':
    case 'ECONNRESET':
    case 'EPIPE':
      if (closed !== undefined) return closed;
  }
  return tlsFault(code, plain) ?? `the connection failed${code === '' ? '' : ` (${code})`}`;
}
