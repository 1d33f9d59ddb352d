/** What SQLite and the disk below it refuse, as the capability's errors. */
import { CapabilityError } from '../../../ports/errors.ts';
import type { SqlErrorCase } from '../../../ports/sql.ts';
import { codes, resultCode } from '../../sqlite.ts';

/** The error of SQLite as the capability's; any other stays itself. */
export function failure(error: unknown, file: string): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  const [errorCase, message] = explain(code, (error as Error).message, file);
  return new CapabilityError(errorCase, message, { cause: error });
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
        'A guest has the one database that the slightfile gives it: no other file is attached, and its settings stay.',
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
