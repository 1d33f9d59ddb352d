/** One bucket's SQLite database: opened, written to in groups, and its errors told as the capability's. */
import { open } from 'node:fs/promises';
import type { StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CapabilityError } from '../../../ports/errors.ts';
import type { KeyValueErrorCase } from '../../../ports/keyvalue.ts';
import type { OpenContext } from '../../provider.ts';
import { systemCode } from '../../../system-error.ts';

/** The layout of the file, kept in it as SQLite's user_version. */
const layout = 1;

/** Milliseconds to wait for other processes that write to the same file. */
const lockDeadline = 10_000;

/** Writes that one transaction takes at most. */
const groupSize = 1000;

export interface Database extends AsyncDisposable {
  prepare(sql: string): StatementSync;
  /** Runs `step`, which only reads. */
  read<T>(step: () => T): Promise<T>;
  /**
   * Runs `step` alone among all writers of all processes; done when it is on disk (where that was asked for). Steps
   * that are asked for at the same time share one transaction and so one wait for the disk; one that throws a
   * CapabilityError must not have changed anything, and does not disturb the others.
   */
  write<T>(step: () => T): Promise<T>;
}

/** Opens the file, and makes it for its owner alone where it is not there yet. Other processes may do the same at this moment. */
export async function openDatabase(file: string, { durable, signal }: OpenContext): Promise<Database> {
  const { DatabaseSync } = await import('node:sqlite');

  // The library is synchronous, so it must not wait for locks itself: the event loop would stand still.
  const whenFree = async <T>(step: () => T): Promise<T> => {
    const deadline = performance.now() + lockDeadline;
    for (;;) {
      try {
        return step();
      } catch (error) {
        if (!isBusy(error)) throw failure(error, file);
        if (performance.now() > deadline) {
          throw new CapabilityError(
            'timeout-error',
            `Another process has kept ${file} locked for ${lockDeadline / 1000} s. End it and try again.`,
          );
        }
      }
      if (signal.aborted)
        throw new CapabilityError('timeout-error', `The run ended while another process had ${file} locked.`);
      // at random, so that processes that wait for each other fall out of step
      await delay(1 + Math.random() * 4);
    }
  };

  await makePrivate(file);
  const database = await whenFree(() => new DatabaseSync(file));
  try {
    await whenFree(() => {
      // full: the log reaches the disk with every commit; normal: only when it is folded into the file
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
      // macOS's fsync only hands over to the disk's own cache; elsewhere this changes nothing
      if (durable) database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
      // a value of 100 MB shall not leave a log of 100 MB behind
      database.exec('PRAGMA journal_size_limit = 16777216');
    });
    await whenFree(() => {
      const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
      if (version === layout) return;
      if (version !== 0) {
        throw new CapabilityError(
          'io-error',
          `${file} was written by a newer version of slight. Update slight, or choose another folder with --data.`,
        );
      }
      // by rowid, with the keys in an index: a listing then reads no values
      database.exec(`
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS entries (key TEXT NOT NULL UNIQUE, value BLOB NOT NULL);
        PRAGMA user_version = ${layout};
        COMMIT;
      `);
    });
  } catch (error) {
    database.close();
    throw error;
  }

  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const waiting: Write[] = [];
  let writing: Promise<void> | undefined;

  const transact = (group: readonly Write[]) => {
    begin.run();
    try {
      const settled = group.map((one) => one.run());
      commit.run();
      return settled;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  const writeAll = async () => {
    // asked for in the same turn of the event loop: one group
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.splice(0, groupSize);
      try {
        for (const settle of await whenFree(() => transact(group))) settle();
      } catch (error) {
        for (const one of group) one.fail(error);
      }
    }
    writing = undefined;
  };

  return {
    prepare: (sql) => database.prepare(sql),
    read: whenFree,
    write: (step) =>
      new Promise((resolve, reject) => {
        waiting.push({
          run() {
            try {
              const value = step();
              return () => resolve(value);
            } catch (error) {
              const known = error instanceof CapabilityError ? error : undefined;
              if (!known) throw error;
              return () => reject(known);
            }
          },
          fail: reject,
        });
        writing ??= writeAll();
      }),
    async [Symbol.asyncDispose]() {
      await writing;
      if (database.isOpen) database.close();
    },
  };
}

/** SQLite would make it for all to read, and gives its log the same permissions. What hinders this it tells itself. */
async function makePrivate(file: string): Promise<void> {
  try {
    await using _made = await open(file, 'wx', 0o600);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

/** One write that waits for its group. */
interface Write {
  /** Does it, and gives what settles it once the group is committed. */
  run(): () => void;
  fail(error: unknown): void;
}

/** SQLite's result codes, https://sqlite.org/rescode.html; the low byte of what node:sqlite calls errcode. */
const codes = {
  perm: 3,
  busy: 5,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  tooBig: 18,
  notDatabase: 26,
};

function isBusy(error: unknown): boolean {
  return resultCode(error) === codes.busy;
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

function failure(error: unknown, file: string): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  const [errorCase, message] = explain(code, file);
  return new CapabilityError(errorCase, message, { cause: error });
}

function explain(code: number, file: string): [KeyValueErrorCase, string] {
  switch (code) {
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
        `${file} is damaged or no store of slight. Move it away to begin with an empty one.`,
      ];
    case codes.io:
      return ['io-error', `${file} could not be read or written. Check the disk that holds it.`];
    case codes.tooBig:
      return [
        'invalid-value',
        'The value is too big: a file store holds values of up to 1,000,000,000 bytes.',
      ];
    default:
      return ['unexpected-error', `${file}: SQLite error ${code}.`];
  }
}
