/** node:http, or node:https, with our limits. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
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
    // OpenSSL holds against each other only what is of one kind
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw refused(anotherKey);
    // the head that a client takes too long for begins with its handshake
    return createSecureServer({ ...options, handshakeTimeout: options.headersTimeout, cert, key });
  } catch (error) {
    throw error instanceof Mistake ? error : refused(reasonOf(error, { cert, key }), error);
  }
}

const anotherKey =
  'the key is not that of the certificate. Give the two files that belong together, with --cert and --key';

function reasonOf(error: unknown, { cert, key }: Certificate): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return anotherKey;
  // RFC 7468, 11, and RFC 1421, 4.6.1.1
  if (/^(?:-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED)/m.test(key.toString('latin1')))
    return 'the key has a pass phrase. Give one without: openssl pkey -in KEY -out PLAIN writes it';
  if (isOnly('PRIVATE KEY', cert) && isOnly('CERTIFICATE', key))
    return 'the certificate is where the key should be, and the key where the certificate should be. Swap --cert and --key';
  return 'the certificate or the key is no PEM. Give the two files that belong together, with --cert and --key';
}

function refused(why: string, cause?: unknown): Mistake {
  return new Mistake('usage', `HTTPS cannot be served: ${why}.`, { cause });
}

/** Whether that is all that a file of PEM holds. */
function isOnly(what: string, pem: string | Buffer): boolean {
  const labels = [...pem.toString('latin1').matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----/gm)];
  return labels.length > 0 && labels.every(([, label]) => label?.endsWith(what));
}
