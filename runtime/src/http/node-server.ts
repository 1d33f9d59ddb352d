/** node:http, or node:https, with our limits. */
import { createServer } from 'node:http';
import type { Server, ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server as SecureServer } from 'node:https';
import { Mistake } from '../mistake.ts';
import type { Limits } from './limits.ts';

/** As PEM. */
export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** @throws Mistake where the certificate is none, or the key another's */
export function nodeServer(limits: Limits, certificate?: Certificate): Server | SecureServer {
  const options: ServerOptions & { readonly optimizeEmptyRequests: boolean } = {
    maxHeaderSize: limits.head,
    headersTimeout: limits.headTime,
    // what counts is how long the guest had to wait for the body
    requestTimeout: 0,
    connectionsCheckingInterval: Math.max(50, Math.min(5000, limits.headTime / 4)),
    keepAliveTimeout: limits.idle,
    // several are told from one, and none is told in a sentence
    requireHostHeader: false,
    // streams that would have nothing to give are not set up
    optimizeEmptyRequests: true,
  };
  const server = certificate ? secure(options, certificate) : createServer(options);
  // the size of them all is limited; past this number, Node would leave some out without a word
  server.maxHeadersCount = 0;
  // a client that has nothing more to say still waits for its answer
  Object.assign(server, { httpAllowHalfOpen: true });
  return server;
}

function secure(options: ServerOptions, { cert, key }: Certificate): SecureServer {
  try {
    return createSecureServer({ ...options, cert, key });
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
        ? 'the key is not that of the certificate'
        : 'the certificate or the key is no PEM';
    throw new Mistake(
      'usage',
      `HTTPS cannot be served: ${why}. Give the two files that belong together, with --cert and --key.`,
      { cause: error },
    );
  }
}
