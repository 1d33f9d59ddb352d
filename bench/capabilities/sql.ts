/** A row that is selected by its key, or inserted: by a guest, beside the same library called from Node. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import type { Sql } from '@slight/runtime/ports/sql.ts';
import { openPglite } from '@slight/runtime/providers/sql/pglite.ts';
import { openPostgres } from '@slight/runtime/providers/sql/postgres.ts';
import { openSqlite } from '@slight/runtime/providers/sql/sqlite.ts';
import { postgresPassword, startPostgres } from '../../test/contract/postgres-server.ts';
import { runGuest, sharedCache } from '../../test/runtime/guests.ts';
import { opener } from '../../test/runtime/opener.ts';
import type { Effort } from '../benchmark.ts';
import { guest } from '../guests.ts';
import { inTurn, median, ratio, round, table } from '../measure.ts';
import type { Part } from '../part.ts';
import { context, scratch } from '../scratch.ts';

export const part: Part = {
  versions: [['postgres', '--version']],
  async measure(effort) {
    const rows = [
      ...(await overPostgres(effort)),
      ...(await overPglite(effort)),
      ...(await overSqlite(effort)),
    ];
    const text = [
      '### sql',
      'A row with a value of 100 bytes, selected by its key or inserted, one after the other; nothing waits for the disk. PGlite runs in the thread of who calls it from Node, and for guests in one of its own, as a server. SQLite’s statements are prepared once from Node; for guests each is read and prepared anew.',
      table(['', 'from Node, µs', 'a legacy guest, µs', 'guest / Node'], rows),
    ].join('\n\n');
    return { text, highlights: [] };
  },
};

/** Both as guests/sql.c has them. */
const select = 'SELECT value FROM bench WHERE id = $1';
const insert = 'INSERT INTO bench (id, value) VALUES ($1, $2)';
const value = 'v'.repeat(100);
const layout = 'CREATE TABLE bench (id INTEGER PRIMARY KEY, value TEXT NOT NULL)';

/** How a statement is run from Node; of a select, it gives the rows. */
type Run = (text: string, parameters: readonly string[]) => Promise<readonly unknown[]> | readonly unknown[];

async function overPostgres(effort: Effort): Promise<readonly (readonly string[])[]> {
  await using server = await startPostgres();
  const login = `tester:${encodeURIComponent(postgresPassword)}`;
  const url = `postgres://${login}@127.0.0.1:${server.port}/bench`;
  await using port = await openPostgres('bench', { POSTGRES_CONNECTION_URL: url }, context());
  await port.exec({ text: layout, parameters: [] });
  const client = new Client({ connectionString: url });
  await client.connect();
  await using _client = { [Symbol.asyncDispose]: () => client.end() };
  const run: Run = async (text, values) => (await client.query(text, [...values])).rows as unknown[];
  return await compared('sql.postgres, beside pg', port, run, effort);
}

async function overPglite(effort: Effort): Promise<readonly (readonly string[])[]> {
  await using folder = await scratch();
  await using port = await openPglite('bench', {}, context(path.join(folder.path, 'port')));
  await port.exec({ text: layout, parameters: [] });
  await using direct = await PGlite.create(path.join(folder.path, 'direct'), { relaxedDurability: true });
  await direct.exec(layout);
  const run: Run = async (text, values) => (await direct.query(text, [...values])).rows;
  return await compared('sql.pglite, beside PGlite', port, run, effort);
}

async function overSqlite(effort: Effort): Promise<readonly (readonly string[])[]> {
  await using folder = await scratch();
  await using port = await openSqlite('bench', {}, context(path.join(folder.path, 'port')));
  await port.exec({ text: layout, parameters: [] });
  using direct = new DatabaseSync(path.join(folder.path, 'direct.sqlite'));
  direct.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${layout}`);
  const statements = new Map(
    [select, insert].map((text) => [text, direct.prepare(text.replaceAll('$', '?'))]),
  );
  const run: Run = (text, values) => statements.get(text)?.all(...values) ?? [];
  return await compared('sql.sqlite, beside node:sqlite', port, run, effort);
}

async function compared(
  what: string,
  port: Sql,
  run: Run,
  { rounds, calls }: Effort,
): Promise<readonly (readonly string[])[]> {
  const name = 'bench-sql';
  const file = await readFile(await guest(name));
  const loaded = await loadGuest(file, { name: `${name}.wasm`, cacheDir: sharedCache });
  const count = Math.ceil(calls / 5);
  const throughGuest = async (mode: 'select' | 'insert', first: number) => {
    const args = [mode, String(count), String(first)];
    const { code, stdout, stderr } = await runGuest(loaded, args, {
      opener: opener({ sql: { bench: port } }),
    });
    if (code !== 0) throw new Error(`${name} failed: ${stderr}`);
    return Number(stdout);
  };
  const fromNode = async (mode: 'select' | 'insert', first: number) => {
    const start = performance.now();
    for (let key = first; key < first + count; key++) {
      const found = await run(
        mode === 'select' ? select : insert,
        mode === 'select' ? [String(key)] : [String(key), value],
      );
      if (mode === 'select' && found.length !== 1) throw new Error(`There is no row ${key}.`);
    }
    return ((performance.now() - start) * 1000) / count;
  };
  const rows: string[][] = [];
  // what is inserted is there to be selected; those who share a table have each their own keys in it
  for (const mode of ['insert', 'select'] as const) {
    const turns = { node: 0, guest: 1 };
    const next = (who: 'node' | 'guest') => {
      const first = turns[who] * count;
      if (mode === 'insert') turns[who] += 2;
      return first;
    };
    const values = await inTurn(
      { node: () => fromNode(mode, next('node')), guest: () => throughGuest(mode, next('guest')) },
      rounds,
    );
    const times = [values.node, values.guest].map((all) => round(median(all)));
    rows.push([`${what}: ${mode}`, ...times, round(ratio(values.guest, values.node))]);
  }
  return rows;
}
