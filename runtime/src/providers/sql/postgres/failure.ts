/** What Postgres, or the way there, refuses, as the capability's errors. */
import { CapabilityError } from '../../../ports/errors.ts';
import type { SqlErrorCase } from '../../../ports/sql.ts';
import { tlsFault } from '../../tls.ts';
import type { PostgresAddress } from './address.ts';

type Failure = CapabilityError<SqlErrorCase>;

/** Any error of pg's as the capability's. */
export function failure(error: unknown, address: PostgresAddress): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  const state = sqlState(error);
  if (state !== undefined) return refused(state, (error as Error).message, address, error);
  const said = error instanceof Error ? error.message : '';
  if (/timeout|timed out/i.test(said) && !/ETIMEDOUT/.test(said)) return silence(address);
  const code = codeOf(error);
  return new CapabilityError(
    'connection-error',
    `${serverAt(address)} cannot be reached: ${reason(code, said)}.`,
    {
      cause: error,
    },
  );
}

/** The error's SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html; undefined for none of the server's. */
export function sqlState(error: unknown): string | undefined {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && error instanceof Error && 'severity' in error ? code : undefined;
}

/**
 * Whether a connection is of no use after an error: it broke, or the server closes it behind its last words
 * (https://www.postgresql.org/docs/current/protocol-error-fields.html), which come before its end is seen.
 */
export function endsConnection(error: unknown): boolean {
  const state = sqlState(error);
  if (state === undefined) return true;
  const { severity } = error as { severity?: unknown };
  // a severity may be in the server's language, a state is not
  return severity === 'FATAL' || severity === 'PANIC' || /^(?:08|57P0[1235])/.test(state);
}

export function lacksTls(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections';
}

/** It keeps the connection and does not answer. */
export function silence(address: PostgresAddress): Failure {
  return new CapabilityError(
    'timeout-error',
    `${serverAt(address)} did not answer in time. Is it overloaded or stopped, or does a transaction hold what others wait for?`,
  );
}

export function tooLong(milliseconds: number): Failure {
  return new CapabilityError(
    'timeout-error',
    `The statement took longer than ${milliseconds / 1000} s, and was cancelled. SQL_TIMEOUT may give it more.`,
  );
}

export function givenUp(): Failure {
  return new CapabilityError('timeout-error', 'Nobody waits for the statement any more.');
}

export function serverAt({ host, port }: PostgresAddress): string {
  return `Postgres at ${host.startsWith('/') ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`}`;
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

function reason(code: string, said: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOENT':
      return 'there is no such socket';
    case 'EACCES':
      return 'this user may not use the socket';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known';
    case 'ETIMEDOUT':
      return 'it does not accept the connection in time';
  }
  if (said === 'The server does not support SSL connections')
    return 'it has no TLS, and ?sslmode= in POSTGRES_CONNECTION_URL asks for it';
  if (/terminated|closed|ECONNRESET|EPIPE/.test(said + code)) return 'the connection was closed';
  if (/password/i.test(said)) return 'it asks for a password, and POSTGRES_CONNECTION_URL holds none';
  return (
    tlsFault(code, 'write ?sslmode=disable in POSTGRES_CONNECTION_URL') ??
    `the connection failed${code && ` (${code})`}`
  );
}

/** The server's own words tell of the statement and not of a value, but for what stands in the statement itself. */
function refused(state: string, said: string, address: PostgresAddress, cause: unknown): Failure {
  const of = (errorCase: SqlErrorCase, message = said) => new CapabilityError(errorCase, message, { cause });
  const server = serverAt(address);
  switch (state) {
    case '28P01':
      return of('access-violation', `${server} refuses the password of POSTGRES_CONNECTION_URL.`);
    case '3D000':
      return of('unexpected-error', `${server} has no such database: ${said}.`);
    case '40001':
    case '40P01':
      return of('transaction-conflict');
    case '42501':
    case '25006':
      return of('access-violation');
    case '57014':
    case '55P03':
      return of('timeout-error');
    case '53300':
      return of('connection-error', `${server} has as many clients as it takes (${said}).`);
    case '57P01':
    case '57P02':
    case '57P03':
    case '57P05':
      return of('connection-error', `${server}: ${said}.`);
  }
  return of(byClass[state.slice(0, 2)] ?? 'unexpected-error');
}

const byClass: Readonly<Record<string, SqlErrorCase>> = {
  '08': 'connection-error',
  '0A': 'syntax-error',
  '22': 'invalid-value',
  '23': 'constraint-violation',
  '28': 'access-violation',
  '40': 'transaction-conflict',
  '42': 'syntax-error',
  '44': 'constraint-violation',
  '53': 'io-error',
  '58': 'io-error',
};
