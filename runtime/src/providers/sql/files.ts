/** The `.sql` files that a database for development begins with: each is run once, in the order of their names. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CapabilityError } from '../../ports/errors.ts';
import type { Sql, SqlErrorCase, Statements } from '../../ports/sql.ts';
import type { ConfigValues, OpenContext } from '../provider.ts';
import { readText } from './text.ts';
import type { Dialect } from './text.ts';

/** Where it is written down which were run. */
const table = 'slight_files';

interface SqlFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs the files of the folder SQL_FILES that this database has not run yet, each in a transaction with the note of it,
 * so that two runs at once do it once.
 * @throws CapabilityError where one cannot be read, ends its transaction itself, or the database refuses it
 */
export async function runFiles(
  database: Sql,
  configs: ConfigValues,
  { beside }: Pick<OpenContext, 'beside'>,
  dialect: Dialect,
): Promise<void> {
  const folder = configs['SQL_FILES']?.trim() ?? '';
  if (folder === '') return;
  const files = await readFiles(path.resolve(beside, folder), folder);
  if (files.length === 0) return;
  await makeTable(database);
  const known = await namesIn(database);
  for (const file of files.filter(({ name }) => !known.has(name))) await runOnce(database, file, dialect);
}

async function readFiles(folder: string, named: string): Promise<readonly SqlFile[]> {
  const all = await readdir(folder).catch((error: unknown) => {
    throw new CapabilityError(
      'io-error',
      `The folder "${named}" that SQL_FILES names cannot be read (${codeOf(error)}). It is looked for beside the slightfile.`,
      { cause: error },
    );
  });
  const names = all.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map((name) => readSqlFile(folder, name, named)));
}

/** @throws CapabilityError that says which one it is, and why it is none */
async function readSqlFile(folder: string, name: string, named: string): Promise<SqlFile> {
  const failed = (why: string, cause: unknown) =>
    new CapabilityError('io-error', `"${name}" in the folder "${named}" that SQL_FILES names ${why}`, {
      cause,
    });
  const bytes = await readFile(path.join(folder, name)).catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'EISDIR') throw failed('is a folder. Name it otherwise, or move its files up.', error);
    if (code === 'ENOENT') throw failed('is a link to nothing. Mend it or remove it.', error);
    throw failed(`cannot be read (${code}).`, error);
  });
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    throw failed('is not in UTF-8. Save it as UTF-8.', error);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

/** Makes the table where it is not there yet. */
async function makeTable(database: Sql): Promise<void> {
  const text = `CREATE TABLE IF NOT EXISTS ${table} (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)`;
  try {
    await database.exec({ text, parameters: [] });
  } catch (error) {
    // Postgres looks before it locks: who comes second fails on the table, its type or a row of the catalogue.
    // Whatever it is called, all is well where the table can be read.
    await namesIn(database).catch(() => Promise.reject(error as Error));
  }
}

async function namesIn(database: Statements): Promise<ReadonlySet<string>> {
  const { rows } = await database.query({ text: `SELECT name FROM ${table}`, parameters: [] });
  return new Set(rows.map(([name]) => (name?.tag === 'str' ? name.val : '')));
}

/**
 * The statement by which a file would end, or begin, a transaction itself: what stands before it would stay where the rest
 * fails, and the note with it or not. Going back to a savepoint does neither.
 */
function transactionControl(text: string, dialect: Dialect): string | undefined {
  const { statements } = readText({ text, parameters: [], verbatim: true }, dialect);
  // the body of a function in standard SQL, which has an END of its own
  const hasBodies = dialect === 'postgres' && /\bBEGIN\s+ATOMIC\b/i.test(text);
  return statements.find((one) => {
    const words = one.text.replace(/--[^\n]*|\/\*[^]*?\*\//g, ' ').trim();
    if (one.verb === 'ROLLBACK') return !/^ROLLBACK(?:\s+(?:WORK|TRANSACTION))?\s+TO\b/i.test(words);
    if (one.verb === 'START' || one.verb === 'PREPARE') return /^\w+\s+TRANSACTION\b/i.test(words);
    return ['BEGIN', 'COMMIT', 'ABORT'].includes(one.verb) || (one.verb === 'END' && !hasBodies);
  })?.verb;
}

async function runOnce(database: Sql, { name, text }: SqlFile, dialect: Dialect): Promise<void> {
  const control = transactionControl(text, dialect);
  if (control !== undefined) {
    throw new CapabilityError(
      'syntax-error',
      `${name}: Each file is run in a transaction of its own, all of it or nothing, so ${control} cannot stand in it. Leave it out, or make several files.`,
    );
  }
  await using transaction = await database.begin('read-committed');
  const note = `INSERT INTO ${table} (name, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const parameters = [name, sha256].map((val) => ({ tag: 'str' as const, val }));
  // whoever writes it down first runs it; who comes second waits here, and finds it there
  if ((await transaction.exec({ text: note, parameters })) === 0) return;
  try {
    await transaction.exec({ text, parameters: [], verbatim: true });
  } catch (error) {
    if (!(error instanceof CapabilityError)) throw error;
    throw new CapabilityError((error as CapabilityError<SqlErrorCase>).case, `${name}: ${error.message}`, {
      cause: error,
    });
  }
  await transaction.commit();
}
