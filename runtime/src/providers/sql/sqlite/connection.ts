/** One connection to a SQLite file, in a process of its own: statements one at a time, each within its time or not at all. */
import { setTimeout as delay } from 'node:timers/promises';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Result, Statement } from '../../../ports/sql.ts';
import type { OpenContext } from '../../provider.ts';
import { codes } from '../../sqlite.ts';
import { readText } from '../text.ts';
import { busyFor, failure, givenUp, tooLong } from './failure.ts';
import { ended, startProcess } from './own-process.ts';
import type { Asked, OwnProcess } from './own-process.ts';
import type { Request } from './messages.ts';
import { makeTurns } from './turns.ts';
import { readerOf, toSqlite } from './values.ts';
import { within } from './within.ts';

export interface Connection extends AsyncDisposable {
  /** True within a transaction. */
  readonly isBusy: boolean;
  /** Runs a statement, or several; waits for locks of others as long as a statement may take. */
  run(statement: Statement, signal?: AbortSignal): Promise<Ran>;
  /** Of the runtime's own: no parameters, no rows. */
  command(text: string, signal?: AbortSignal): Promise<void>;
}

export interface Ran extends Result {
  /** Rows that were changed, or given. */
  readonly count: number;
}

export interface ConnectionOptions extends Pick<OpenContext, 'durable' | 'signal'> {
  readonly file: string;
  /** Milliseconds that a statement may take. */
  readonly deadline: number;
  /** Whether each statement is a transaction of its own: what it leaves open is rolled back, and an error. */
  readonly alone: boolean;
}

type Done = Asked & { readonly kind: 'done' };

/** Milliseconds for what runs, and for the log to be folded into the file, when the connection is closed. */
const closeMs = 2_000;

/** @throws CapabilityError where the file cannot be opened */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const { file, durable, deadline, alone, signal: end } = options;
  const turns = makeTurns();
  let own: OwnProcess | undefined;
  let isBusy = false;

  /** Asks until nobody else has the file locked; `attempt` may be made again. */
  const whenFree = async (attempt: () => Promise<Asked>, signals: readonly AbortSignal[]): Promise<Done> => {
    const until = performance.now() + deadline;
    for (;;) {
      const asked = await attempt();
      if (asked.kind === 'done') return asked;
      if (asked.case !== undefined) throw new CapabilityError(asked.case, asked.message);
      if (!isLocked(asked.errcode)) throw failure(asked, file);
      if (performance.now() > until) throw busyFor(file, deadline);
      if (signals.some(({ aborted }) => aborted)) throw givenUp();
      // at random, so that processes that wait for each other fall out of step
      await delay(1 + Math.random() * 4);
    }
  };

  /** The process, with the file open; another one where the last was ended, but for what is within a transaction. */
  const usable = async (signal: AbortSignal, isWithin = false): Promise<OwnProcess> => {
    if (own && !own.hasEnded) return own;
    isBusy = false;
    if (isWithin) throw ended();
    const started = startProcess();
    try {
      await whenFree(() => started.ask({ kind: 'open', file, durable, alone }, signal), [signal]);
    } catch (error) {
      await started.end();
      throw error;
    }
    own = started;
    return started;
  };

  /** Once, in its turn; the time counts from there on. */
  const ask = async (request: Request, signals: readonly AbortSignal[]): Promise<Asked> => {
    const done = await within({ signals }, (signal) => turns.take(signal));
    try {
      return await within({ signals, deadline, late: () => tooLong(deadline) }, async (signal) => {
        const asked = await (await usable(signal, !alone && request.kind === 'run')).ask(request, signal);
        ({ isBusy } = asked);
        return asked;
      });
    } finally {
      // the next in line goes on between two looks whether a lock is free
      done();
    }
  };

  const run = (request: Request, given?: AbortSignal): Promise<Done> => {
    const signals = given ? [end, given] : [end];
    return whenFree(() => ask(request, signals), signals);
  };

  await within({ signals: [end] }, (signal) => usable(signal));
  return {
    get isBusy() {
      return isBusy && own?.hasEnded === false;
    },
    async run(statement, signal) {
      const { statements } = readText(statement, 'sqlite');
      const parameters = statement.parameters.map(toSqlite);
      if (statements.length > 1 && parameters.length > 0) {
        throw new CapabilityError(
          'syntax-error',
          'Several statements in one text take no parameters. Give them one after the other.',
        );
      }
      if (statements.length === 0) return { columns: [], rows: [], count: 0 };
      const { columns, rows, count } = await run({ kind: 'run', statements, parameters }, signal);
      const readers = columns.map(readerOf);
      return {
        columns: columns.map(({ name }) => name),
        rows: rows.map((row) => row.map((value, index) => readers[index]?.(value) ?? { tag: 'null' })),
        count,
      };
    },
    async command(text, signal) {
      await run({ kind: 'command', text }, signal);
    },
    async [Symbol.asyncDispose]() {
      const closing = AbortSignal.timeout(closeMs);
      try {
        const done = await turns.take(closing);
        await own?.ask({ kind: 'close' }, closing).finally(done);
      } catch {
        // what was not committed is rolled back when it is opened again
      } finally {
        await own?.end();
      }
    },
  };
}

function isLocked(errcode: number | undefined): boolean {
  const code = errcode === undefined ? undefined : errcode & 0xff;
  return code === codes.busy || code === codes.locked;
}
