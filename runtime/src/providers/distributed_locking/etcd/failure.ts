/** How etcd fails, as the capability's errors. None of them holds the user's password, nor etcd's own text where it may. */
import { urlHost } from '../../../network.ts';
import type { LockingErrorCase } from '../../../ports/distributed-locking.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { tlsFault } from '../../tls.ts';
import type { EtcdEndpoint } from './endpoint.ts';

type Failure = CapabilityError<LockingErrorCase>;

function serverAt({ host, port }: EtcdEndpoint): string {
  return `etcd at ${urlHost(host)}:${port}`;
}

/** There was no connection, or it broke off. */
export function unreachable(error: unknown, endpoint: EtcdEndpoint): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason =
    tlsFault(code, 'write http:// in ETCD_ENDPOINT') ?? reasons[code] ?? `the connection failed (${code})`;
  // what Node's parser says of an answer that is no HTTP
  if (code.startsWith('HPE_')) return stranger(endpoint);
  return new CapabilityError('connection-error', `${serverAt(endpoint)} cannot be reached: ${reason}.`);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there; start it, or check ETCD_ENDPOINT',
  ECONNRESET: 'the connection broke off; where it asks for TLS, write https:// in ETCD_ENDPOINT',
  EPIPE: 'the connection broke off',
  ENOTFOUND: 'there is no host of that name; check ETCD_ENDPOINT',
  EAI_AGAIN: 'the name of its host cannot be looked up now',
  EHOSTUNREACH: 'no way leads to that host',
  ENETUNREACH: 'no way leads to that network',
  ETIMEDOUT: 'it does not take the connection',
};

/** No answer came in time. */
export function silent(endpoint: EtcdEndpoint, deadline: number): Failure {
  return new CapabilityError(
    'lock-timeout-error',
    `${serverAt(endpoint)} has not answered for ${deadline / 1000} s.`,
  );
}

/** Who answers is another server, or an etcd from before 3.4. */
export function stranger(endpoint: EtcdEndpoint): Failure {
  return new CapabilityError(
    'protocol-error',
    `What answers at ${urlHost(endpoint.host)}:${endpoint.port} is no etcd of version 3.4 or later. Check ETCD_ENDPOINT.`,
  );
}

/** etcd says no. */
export function refused(message: string, errorCase: LockingErrorCase, endpoint: EtcdEndpoint): Failure {
  const server = serverAt(endpoint);
  if (/authentication failed|invalid auth token|user name/.test(message)) {
    const what = endpoint.login
      ? 'does not take the user and the password of ETCD_ENDPOINT. Check both.'
      : 'wants a user and a password. Give them in ETCD_ENDPOINT: http://user:password@host:port.';
    return new CapabilityError('connection-error', `${server} ${what}`);
  }
  if (message.includes('permission denied')) {
    return new CapabilityError(
      errorCase,
      `${server} does not permit the user of ETCD_ENDPOINT to use these locks. Grant it readwrite on their keys.`,
    );
  }
  if (/larger than max|request is too large/.test(message))
    return new CapabilityError(errorCase, `${server} refuses: the name of the lock is too long.`);
  return new CapabilityError(errorCase, `${server} refuses: ${message.replace(/^etcdserver: /, '')}.`);
}
