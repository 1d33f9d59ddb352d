import { CapabilityError } from '../../../ports.ts';
import type { KeyValueErrorCase } from '../../../ports.ts';
import type { RedisAddress } from './address.ts';

/**
 * What ioredis threw, as the capability's error. The original is not kept as the cause: it carries the command's
 * arguments, and with them values and the password.
 */
export function failure(error: unknown, address: RedisAddress): CapabilityError<KeyValueErrorCase> {
  if (error instanceof CapabilityError) return error as CapabilityError<KeyValueErrorCase>;
  const server = `Redis at ${place(address)}`;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === 'ReplyError') return replied(message, server);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new CapabilityError('connection-error', `${server} cannot be reached: ${reason(code)}.`);
}

/** What it means when the server keeps the connection and does not answer. */
export function silence(address: RedisAddress): CapabilityError<KeyValueErrorCase> {
  return new CapabilityError(
    'timeout-error',
    `Redis at ${place(address)} did not answer in time. Is it overloaded or stopped?`,
  );
}

function reason(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known';
    case 'ETIMEDOUT':
      return 'it does not accept the connection in time';
    case '':
      return 'the connection was closed';
    default:
      return `the connection failed (${code})`;
  }
}

/** Redis begins an error reply with its kind in capitals, https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors. */
function replied(message: string, server: string): CapabilityError<KeyValueErrorCase> {
  const kind = /^[A-Z]+/.exec(message)?.[0] ?? '';
  switch (kind) {
    case 'NOAUTH':
      return new CapabilityError(
        'authentication-error',
        `${server} asks for a password, and REDIS_ADDRESS holds none.`,
      );
    case 'WRONGPASS':
      return new CapabilityError('authentication-error', `${server} refuses the password of REDIS_ADDRESS.`);
    case 'NOPERM':
      return new CapabilityError(
        'authentication-error',
        `${server} does not allow the user of REDIS_ADDRESS to do this.`,
      );
    case 'WRONGTYPE':
      return new CapabilityError(
        'invalid-value',
        `${server} holds something other than a plain value under this key.`,
      );
    case 'LOADING':
    case 'MASTERDOWN':
    case 'CLUSTERDOWN':
    case 'TRYAGAIN':
      return new CapabilityError('connection-error', `${server} is not ready yet (${kind}).`);
    case 'OOM':
    case 'MISCONF':
    case 'READONLY':
    case 'NOREPLICAS':
      return new CapabilityError('io-error', `${server} does not take writes at the moment (${kind}).`);
  }
  if (/invalid password/i.test(message)) {
    return new CapabilityError('authentication-error', `${server} refuses the password of REDIS_ADDRESS.`);
  }
  if (/not an integer|would overflow/.test(message)) {
    return new CapabilityError('invalid-value', 'The value or the sum is not a 64-bit integer in decimal.');
  }
  return new CapabilityError('unexpected-error', `${server} answered: ${message}`);
}

function place({ host, port, path }: RedisAddress): string {
  return path ?? `${host}:${port}`;
}
