/**
 * The process that has one connection to a SQLite file. A statement of SQLite's cannot be interrupted from JavaScript, and
 * nothing else runs in its process meanwhile; this process can be ended, and the kernel and SQLite's log undo what it was at.
 */
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { CapabilityError } from '../../../ports/errors.ts';
import type { SqlErrorCase } from '../../../ports/sql.ts';
import { execute, executeAlone } from './execute.ts';
import type { Executed } from './execute.ts';
import type { Answer, Failed, Request, Row } from './messages.ts';
import { confine } from './sandbox.ts';
import { sizeOf } from './values.ts';

/** Bytes that one message of rows has, about: the receiver joins the pieces of a long one. */
const partSize = 256 * 1024;

/** How often it is looked whether the run is there, in milliseconds. */
const lookMs = 500;

let opened: { readonly database: DatabaseSync; readonly alone: boolean } | undefined;
let isVacuuming = false;

const tell = (answer: Answer) => void process.send?.(answer);
const isBusy = () => opened?.database.isTransaction === true;

process.on('message', (request: Request) => {
  try {
    const { columns, rows, count } = answer(request);
    for (const part of inParts(rows)) tell({ kind: 'rows', rows: part });
    tell({ kind: 'done', columns, count, isBusy: isBusy() });
  } catch (error) {
    tell({ kind: 'failed', ...failed(error), isBusy: isBusy() });
  }
});

// Ctrl-C in a terminal reaches this process too: the run says what becomes of its requests
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
endWithRun();

function answer(request: Request): Executed {
  const none: Executed = { columns: [], rows: [], count: 0 };
  switch (request.kind) {
    case 'open':
      opened = { database: open(request), alone: request.alone };
      return none;
    case 'command':
      inUse().database.exec(request.text);
      return none;
    case 'run': {
      const { database, alone } = inUse();
      isVacuuming = request.statements.some(({ verb }) => verb === 'VACUUM');
      return (alone ? executeAlone : execute)(database, request.statements, request.parameters);
    }
    case 'close':
      opened?.database.close();
      opened = undefined;
      return none;
  }
}

function inUse() {
  if (!opened) throw new Error('nothing is open');
  return opened;
}

function open({ file, durable }: Request & { kind: 'open' }): DatabaseSync {
  // it does not wait for locks itself: the next statement in line may not need them
  const database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true, defensive: true });
  try {
    // full: the log reaches the disk with every commit; normal: only when it is folded into the file
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    // macOS's fsync only hands over to the disk's own cache; elsewhere this changes nothing
    if (durable) database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
    database.exec('PRAGMA journal_size_limit = 16777216');
    confine(database, () => isVacuuming);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function* inParts(rows: readonly Row[]): Generator<readonly Row[]> {
  let part: Row[] = [];
  let size = 0;
  for (const row of rows) {
    part.push(row);
    for (const value of row) size += sizeOf(value);
    if (size < partSize) continue;
    yield part;
    part = [];
    size = 0;
  }
  if (part.length > 0) yield part;
}

function failed(error: unknown): Failed {
  if (error instanceof CapabilityError) {
    const { message, case: errorCase } = error as CapabilityError<SqlErrorCase>;
    return { message, case: errorCase };
  }
  const { message, errcode } = error as Error & { readonly errcode?: unknown };
  return { message, ...(typeof errcode === 'number' && { errcode }) };
}

/**
 * Ends this process soon after its run has ended, by whatever, also within a statement: then no event is heard here. A
 * thread in a text of its own, because what is bundled is one file a program.
 */
function endWithRun(): void {
  const watch = `
const { run, lookMs } = require('node:worker_threads').workerData;
setInterval(() => {
  let isThere = process.ppid === run;
  try {
    process.kill(run, 0);
  } catch (error) {
    isThere &&= error.code !== 'ESRCH';
  }
  if (!isThere) process.kill(process.pid, 'SIGKILL');
}, lookMs);`;
  new Worker(watch, { eval: true, env: {}, execArgv: [], workerData: { run: process.ppid, lookMs } })
    // without it, a statement outlives a run that was killed
    .on('error', () => undefined)
    .unref();
}
