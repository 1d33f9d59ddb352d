import { CapabilityError } from '../../../ports/errors.ts';
import type { KeyValueErrorCase } from '../../../ports/keyvalue.ts';
import { unreachable } from '../../unreachable.ts';
import type { RedisAddress } from './address.ts';

type Failure = CapabilityError<KeyValueErrorCase>;

/**
 * What ioredis threw, as the capability's error. The original is not kept as the cause: it carries the command's
 * arguments, and with them values and the password.
 */
export function failure(error: unknown, address: RedisAddress): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  if (isReply(error)) return replied(error.message, address);
  // what a server says before it is asked: that it has too many clients
  const unasked =
    error instanceof Error && /^Command queue state error.* Last error: (.*)$/s.exec(error.message)?.[1];
  if (unasked) return replied(unasked, address);
  const server = serverAt(address);
  if (error instanceof Error && /^Unknown RESP type/.test(error.message)) return stranger(address);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new CapabilityError('connection-error', `${server} cannot be reached: ${reason(code, address)}.`);
}

/** Why the server did not take the login or the database of the address, from its answer. */
export function refusal(error: Error, step: 'AUTH' | 'SELECT', address: RedisAddress): Failure {
  const { message } = error;
  const server = serverAt(address);
  if (step === 'SELECT') {
    if (/out of range|invalid DB index/i.test(message)) {
      return new CapabilityError(
        'unexpected-error',
        `${server} has no database ${address.db}, which REDIS_ADDRESS names. Redis has 16, from 0 to 15, unless its setting "databases" says otherwise.`,
      );
    }
    if (/not allowed in cluster mode/i.test(message)) {
      return new CapabilityError(
        'unexpected-error',
        `${server} is a node of a cluster, which has no database ${address.db}. Leave the database out of REDIS_ADDRESS.`,
      );
    }
    if (isRefused(error, 'NOPERM')) {
      return new CapabilityError(
        'authentication-error',
        `${server} does not allow ${userOf(address)} to choose database ${address.db}. Allow it SELECT, or leave the database out of REDIS_ADDRESS.`,
      );
    }
    return failure(error, address);
  }
  if (/without any password|no password is set/i.test(message)) {
    return new CapabilityError(
      'authentication-error',
      `${server} has no password, and REDIS_ADDRESS gives one. Leave it out, or name the user too: redis://user:password@host.`,
    );
  }
  if (/wrong number of arguments/i.test(message)) {
    return new CapabilityError(
      'authentication-error',
      `${server} is older than Redis 6 and knows no user names. Leave the name out: redis://:password@host.`,
    );
  }
  return failure(error, address);
}

/** Whether the server refused with this kind of error. */
export function isRefused(error: unknown, kind: string): boolean {
  return isReply(error) && kindOf(error.message) === kind;
}

/** What it means when the server keeps the connection and does not answer. */
export function silence(address: RedisAddress): Failure {
  return new CapabilityError(
    'timeout-error',
    `${serverAt(address)} did not answer in time. Is it overloaded or stopped?`,
  );
}

/** What it means when it answers with what Redis never answers. */
export function stranger(address: RedisAddress): Failure {
  return new CapabilityError(
    'connection-error',
    `${serverAt(address)} does not answer as Redis does. Is it the port of another server, or one that wants TLS (rediss://)?`,
  );
}

/** What it means when a value is larger than a string of Redis can be. */
export function tooLarge(address: RedisAddress): Failure {
  return new CapabilityError(
    'invalid-value',
    `${serverAt(address)} does not take a value of this size: at most 512 MiB.`,
  );
}

/** What it means when other servers keep the keys, or some of them. */
export function elsewhere(address: RedisAddress): Failure {
  return new CapabilityError(
    'unexpected-error',
    `${serverAt(address)} is a node of a Redis Cluster, where other nodes keep a part of the keys, and keyvalue.redis speaks to one server. Name a Redis that is no cluster in REDIS_ADDRESS, or a proxy in front of the cluster.`,
  );
}

function reason(code: string, { tls }: RedisAddress): string {
  const plain = 'write redis:// in REDIS_ADDRESS';
  switch (code) {
    case 'ENOENT':
      return 'there is no such socket';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not use the socket';
    case 'ETIMEDOUT':
      return `it does not accept the connection in time${tls ? `; where it has no TLS, ${plain}` : ''}`;
  }
  return unreachable(code, { plain, closed: 'the connection was closed' });
}

/** Redis begins an error reply with its kind in capitals, https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors. */
function replied(message: string, address: RedisAddress): Failure {
  const kind = kindOf(message);
  if (kind === 'MOVED' || kind === 'ASK' || kind === 'CROSSSLOT') return elsewhere(address);
  const [errorCase, what] = meaning(kind, message, address);
  return new CapabilityError(errorCase, `${serverAt(address)} ${what}.`);
}

function meaning(kind: string, message: string, address: RedisAddress): [KeyValueErrorCase, string] {
  switch (kind) {
    case 'NOAUTH':
      return ['authentication-error', 'asks for a password, and REDIS_ADDRESS holds none'];
    case 'WRONGPASS':
      return ['authentication-error', refusedLogin(address)];
    case 'NOPERM':
      return ['authentication-error', `does not allow ${userOf(address)} to do this`];
    case 'DENIED':
      return [
        'authentication-error',
        'is in protected mode and takes connections of its own machine alone; give it a password, and write that in REDIS_ADDRESS',
      ];
    case 'WRONGTYPE':
      return ['invalid-value', 'holds something other than a plain value under this key'];
    case 'LOADING':
      return ['connection-error', 'is not ready yet: it still loads its data (LOADING)'];
    case 'MASTERDOWN':
      return [
        'connection-error',
        'is a replica that has lost its primary, and does not answer without (MASTERDOWN)',
      ];
    case 'CLUSTERDOWN':
      return ['connection-error', 'is a node of a cluster that is not whole (CLUSTERDOWN)'];
    case 'TRYAGAIN':
      return ['connection-error', 'moves this key to another node at the moment (TRYAGAIN)'];
    case 'BUSY':
      return ['connection-error', 'is busy with a script (BUSY)'];
    case 'OOM':
      return ['io-error', 'does not take writes: its memory is full; raise its "maxmemory" (OOM)'];
    case 'MISCONF':
      return ['io-error', 'does not take writes: it cannot save to its disk; its log says why (MISCONF)'];
    case 'READONLY':
      return [
        'io-error',
        'does not take writes: it is a read-only replica; name its primary in REDIS_ADDRESS (READONLY)',
      ];
    case 'NOREPLICAS':
      return ['io-error', 'does not take writes: too few of its replicas are there (NOREPLICAS)'];
  }
  if (/invalid password/i.test(message)) return ['authentication-error', refusedLogin(address)];
  if (/max number of clients/i.test(message)) {
    return ['connection-error', 'has as many clients as it takes; raise its "maxclients"'];
  }
  if (/unknown command/i.test(message)) {
    // the reply goes on with the arguments, and so with values
    return [
      'unexpected-error',
      'does not know a command that keyvalue.redis needs. Is it a Sentinel, or has it renamed commands? Name the Redis itself in REDIS_ADDRESS',
    ];
  }
  if (/not an integer|would overflow/.test(message)) {
    return ['invalid-value', 'holds a value that is no 64-bit integer in decimal, or the sum is none'];
  }
  const { password = '' } = address;
  return [
    'unexpected-error',
    `answered: ${password === '' ? message : message.replaceAll(password, '••••')}`,
  ];
}

function refusedLogin({ username, password }: RedisAddress): string {
  if (password !== undefined) return 'refuses the password of REDIS_ADDRESS';
  return `refuses ${username === undefined ? 'the login' : 'the user'} of REDIS_ADDRESS, which has no password there; write redis://user:password@host, or redis://:password@host`;
}

function userOf({ username }: RedisAddress): string {
  return username === undefined ? 'the default user' : 'the user of REDIS_ADDRESS';
}

/** Whether it is an answer of the server's. */
export function isReply(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

function kindOf(message: string): string {
  return /^[A-Z]+/.exec(message)?.[0] ?? '';
}

function serverAt({ host, port, path }: RedisAddress): string {
  return `Redis at ${path ?? `${host.includes(':') ? `[${host}]` : host}:${port}`}`;
}
