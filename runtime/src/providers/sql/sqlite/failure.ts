/** What SQLite and the disk below it refuse, as the capability's errors. */
import { CapabilityError } from '../../../ports/errors.ts';
import type { SqlErrorCase } from '../../../ports/sql.ts';
import { codes } from '../../sqlite.ts';
import type { Failed } from './messages.ts';

/** The error of SQLite as the capability's; any other is a bug. */
export function failure({ errcode, message: said }: Failed, file: string): Error {
  if (errcode === undefined) return new Error(said);
  // what an authorizer refuses within an expression has the code of any error
  const code = /^not authorized/.test(said) ? codes.auth : errcode & 0xff;
  return new CapabilityError(...explain(code, said, file));
}

export function givenUp(): CapabilityError {
  return new CapabilityError('timeout-error', 'Nobody waits for the statement any more.');
}

export function tooLong(milliseconds: number): CapabilityError {
  return new CapabilityError(
    'timeout-error',
    `The statement took longer than ${milliseconds / 1000} s, and was cancelled. SQL_TIMEOUT may give it more.`,
  );
}

export function busyFor(file: string, milliseconds: number): CapabilityError {
  return new CapabilityError(
    'timeout-error',
    `A transaction, or another process, has kept ${file} locked for ${milliseconds / 1000} s. End it and try again.`,
  );
}

function explain(code: number, said: string, file: string): [SqlErrorCase, string] {
  switch (code) {
    case codes.error:
      return ['syntax-error', said];
    case codes.range:
      return ['syntax-error', 'The statement has a parameter that was not given.'];
    case codes.constraint:
      return ['constraint-violation', said];
    case codes.mismatch:
      return ['invalid-value', said];
    case codes.tooBig:
      return ['invalid-value', 'The value is too big: SQLite holds values of up to 1,000,000,000 bytes.'];
    case codes.auth:
      return [
        'access-violation',
        'A guest has the one database that the slightfile gives it: it reaches no other file, and how this one is kept, and read by others, stays as it is.',
      ];
    case codes.full:
      return [
        'io-error',
        `The disk that holds ${file} is full. Make room on it, or choose another folder with --data.`,
      ];
    case codes.perm:
    case codes.readonly:
    case codes.cantOpen:
      return [
        'io-error',
        `${file} cannot be opened for writing. Check the permissions of it and of its folder.`,
      ];
    case codes.corrupt:
    case codes.notDatabase:
      return [
        'io-error',
        `${file} is damaged or no database of SQLite. Move it away to begin with an empty one.`,
      ];
    case codes.io:
      return ['io-error', `${file} could not be read or written. Check the disk that holds it.`];
    default:
      return ['unexpected-error', `${file}: ${said} (SQLite error ${code}).`];
  }
}
