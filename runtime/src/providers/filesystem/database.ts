/** A name's SQLite database: opened, written to in groups, and its errors told as the capability's. */
import { open } from 'node:fs/promises';
import type { StatementSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { CapabilityError } from '../../ports/errors.ts';
import type { OpenContext } from '../provider.ts';
import { systemCode } from '../../system-error.ts';

/** What is kept in the file. */
export interface Layout {
  /** Kept in the file as SQLite's user_version. */
  readonly version: number;
  /** Makes its tables, where they are not there yet. */
  readonly tables: string;
  readonly cases: DatabaseCases;
}

/** How the capability calls what befalls the file. */
export interface DatabaseCases {
  /** Another process has it locked. */
  readonly locked: string;
  /** It cannot be read or written: a full disk too. */
  readonly unusable: string;
  /** A row would be larger than SQLite takes. */
  readonly tooLarge: string;
  readonly other: string;
}

/** Milliseconds to wait for other processes that write to the same file. */
const lockDeadline = 10_000;

/** How long the log beside the file becomes, in pages of 4 KiB. To fold it in waits for the disk twice, however long it is. */
const logPages = 4096;

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
export async function openDatabase(
  file: string,
  layout: Layout,
  { durable, signal }: Pick<OpenContext, 'durable' | 'signal'>,
): Promise<Database> {
  const { cases } = layout;
  const { DatabaseSync } = await import('node:sqlite');

  // The library is synchronous, so it must not wait for locks itself: the event loop would stand still.
  const whenFree = async <T>(step: () => T): Promise<T> => {
    const deadline = performance.now() + lockDeadline;
    for (;;) {
      try {
        return step();
      } catch (error) {
        if (!isBusy(error)) throw failure(error, file, cases);
        if (performance.now() > deadline) {
          throw new CapabilityError(
            cases.locked,
            `Another process has kept ${file} locked for ${lockDeadline / 1000} s. End it and try again.`,
          );
        }
      }
      if (signal.aborted)
        throw new CapabilityError(cases.locked, `The run ended while another process had ${file} locked.`);
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
      database.exec(
        `PRAGMA wal_autocheckpoint = ${logPages}; PRAGMA journal_size_limit = ${logPages * 4096}`,
      );
    });
    await whenFree(() => {
      const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
      if (version === layout.version) return;
      if (version !== 0) {
        throw new CapabilityError(
          cases.unusable,
          `${file} was written by a newer version of slight. Update slight, or choose another folder with --data.`,
        );
      }
      database.exec(`
        BEGIN IMMEDIATE;
        ${layout.tables};
        PRAGMA user_version = ${layout.version};
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

function failure(error: unknown, file: string, cases: DatabaseCases): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  const [errorCase, message] = explain(code, file, cases);
  return new CapabilityError(errorCase, message, { cause: error });
}

function explain(code: number, file: string, cases: DatabaseCases): [string, string] {
  switch (code) {
    case codes.full:
      return [
        cases.unusable,
        `The disk that holds ${file} is full. Make room on it, or choose another folder with --data.`,
      ];
    case codes.perm:
    case codes.readonly:
    case codes.cantOpen:
      return [
        cases.unusable,
        `${file} cannot be opened for writing. Check the permissions of it and of its folder.`,
      ];
    case codes.corrupt:
    case codes.notDatabase:
      return [
        cases.unusable,
        `${file} is damaged or no store of slight. Move it away to begin with an empty one.`,
      ];
    case codes.io:
      return [cases.unusable, `${file} could not be read or written. Check the disk that holds it.`];
    case codes.tooBig:
      return [
        cases.tooLarge,
        'It is too large: a store in a folder holds up to 1,000,000,000 bytes in one piece.',
      ];
    default:
      return [cases.other, `${file}: SQLite error ${code}.`];
  }
}
