/** Statements on one connection, in the process that has it. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { resultLimit } from '../../../ports/sql.ts';
import { leftOpen, refuseTooLarge } from '../limits.ts';
import type { SingleStatement } from '../text.ts';
import type { Column, Row } from './messages.ts';
import { sizeOf } from './values.ts';

export interface Executed {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly count: number;
}

const nothing: Executed = { columns: [], rows: [], count: 0 };

const transactionWords = new Set([
  ...['BEGIN', 'COMMIT', 'END', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'VACUUM', 'PRAGMA'],
]);

/**
 * Runs one statement, or several: all or nothing, as Postgres has it, unless they say themselves what is one.
 * @throws SQLite's error, or CapabilityError where the result is too large
 */
export function execute(
  database: DatabaseSync,
  statements: readonly SingleStatement[],
  parameters: readonly SQLInputValue[],
): Executed {
  const [first, ...others] = statements;
  if (!first) return nothing;
  if (others.length === 0) return step(database, first, parameters);
  const isWithin = () => database.isTransaction;
  const isOne = !isWithin() && !statements.some(({ verb }) => transactionWords.has(verb));
  let last = nothing;
  try {
    if (isOne) database.exec('BEGIN IMMEDIATE');
    for (const one of statements) {
      const ran = step(database, one, []);
      last = ran.columns.length > 0 ? ran : { ...last, count: ran.count };
    }
    if (isOne) database.exec('COMMIT');
    return last;
  } catch (error) {
    if (isOne && isWithin()) database.exec('ROLLBACK');
    throw error;
  }
}

/** The same, as a transaction of their own: the next statement, of whoever, would be in one that they leave open. */
export function executeAlone(...given: Parameters<typeof execute>): Executed {
  const [database] = given;
  const rollsBack = () => {
    const isLeftOpen = database.isTransaction;
    if (isLeftOpen) database.exec('ROLLBACK');
    return isLeftOpen;
  };
  let executed: Executed;
  try {
    executed = execute(...given);
  } catch (error) {
    throw rollsBack() ? leftOpen() : error;
  }
  if (rollsBack()) throw leftOpen();
  return executed;
}

function step(
  database: DatabaseSync,
  { text }: SingleStatement,
  parameters: readonly SQLInputValue[],
): Executed {
  const statement = database.prepare(text);
  const columns = statement.columns().map(({ name, type }) => ({ name, type }));
  if (columns.length === 0) return { columns, rows: [], count: change(database, statement, parameters) };
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const rows: Row[] = [];
  let size = 0;
  for (const found of statement.iterate(...parameters)) {
    const row = found as unknown as Row;
    for (const value of row) size += sizeOf(value);
    if (size > resultLimit) refuseTooLarge();
    rows.push(row);
  }
  return { columns, rows, count: rows.length };
}

/** What a statement without rows changed: SQLite keeps the last number where one changes nothing, such as CREATE TABLE. */
function change(
  database: DatabaseSync,
  statement: StatementSync,
  parameters: readonly SQLInputValue[],
): number {
  const total = () => Number(database.prepare('SELECT total_changes() AS n').get()?.['n']);
  const before = total();
  const { changes } = statement.run(...parameters);
  return total() === before ? 0 : Number(changes);
}
