/** The `.sql` files that a database for development begins with: each is run once, in the order of their names. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CapabilityError } from '../../ports/errors.ts';
import type { Sql, SqlErrorCase, Statements } from '../../ports/sql.ts';
import type { ConfigValues, OpenContext } from '../provider.ts';

/** Where it is written down which were run. */
const table = 'slight_files';

interface SqlFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs the files of the folder SQL_FILES that this database has not run yet, each in a transaction with the note of it,
 * so that two runs at once do it once.
 * @throws CapabilityError where one cannot be read, or the database refuses it
 */
export async function runFiles(
  database: Sql,
  configs: ConfigValues,
  { beside }: Pick<OpenContext, 'beside'>,
): Promise<void> {
  const folder = configs['SQL_FILES']?.trim() ?? '';
  if (folder === '') return;
  const files = await readFiles(path.resolve(beside, folder), folder);
  if (files.length === 0) return;
  await makeTable(database);
  const known = await namesIn(database);
  for (const file of files.filter(({ name }) => !known.has(name))) await runOnce(database, file);
}

async function readFiles(folder: string, named: string): Promise<readonly SqlFile[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    return await Promise.all(
      names.map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })),
    );
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CapabilityError(
      'io-error',
      `The folder "${named}" that SQL_FILES names cannot be read (${code}). It is looked for beside the slightfile.`,
      { cause: error },
    );
  }
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

async function runOnce(database: Sql, { name, text }: SqlFile): Promise<void> {
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
