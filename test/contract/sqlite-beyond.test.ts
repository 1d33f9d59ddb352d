/** What of sql.sqlite the contract does not say: statements that are given up, other files, full disks, killed runs. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtempDisposable, readdir, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqlite } from '@slight/runtime/providers/sql/sqlite.ts';
import { noDisk, smallDisk } from '../disk.ts';
import { contextOf } from './context.ts';
import { rejectsWith } from './keyvalue-asserts.ts';
import { plain, sql } from './sql-asserts.ts';

/** It takes for ever, and no row is given before its end. */
const endless =
  'WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT count(*) FROM numbers';

const open = (folder: string, seconds = 30, signal = new AbortController().signal) =>
  openSqlite('name', {}, contextOf({ folder, signal }), seconds * 1000);

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'slight-sqlite-'));

describe('sql.sqlite gives up a statement', () => {
  const stack = new AsyncDisposableStack();
  let folder: string;
  before(async () => {
    folder = stack.use(await temporary()).path;
    await using database = await open(folder);
    await database.exec(sql('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)'));
  });
  after(() => stack.disposeAsync());
  const ids = async (database: Awaited<ReturnType<typeof open>>) =>
    (await plain(database, 'SELECT id FROM t ORDER BY id')).flat();

  test('that takes too long, while all else goes on, and the next one runs', async () => {
    await using database = await open(folder, 1);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 20);
    const error = await rejectsWith('timeout-error', database.query(sql(endless)));
    clearInterval(ticking);
    assert.match(error.message, /took longer than 1 s, and was cancelled\. SQL_TIMEOUT may give it more/);
    assert.ok(ticks > 10, `${ticks} ticks in a second`);
    assert.deepEqual(await plain(database, 'SELECT 1'), [[1n]]);
  });

  test('that writes, of which nothing stays', async () => {
    await using database = await open(folder, 1);
    const writing = `INSERT INTO t SELECT n, 0 FROM (WITH RECURSIVE numbers(n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM numbers) SELECT n FROM numbers)`;
    await rejectsWith('timeout-error', database.exec(sql(writing)));
    assert.deepEqual(await ids(database), []);
    assert.equal(await database.exec(sql('INSERT INTO t VALUES (1, 0)')), 1);
    assert.equal(await database.exec(sql('DELETE FROM t')), 1);
  });

  test('that nobody waits for any more, and one that waits behind it runs', async () => {
    await using database = await open(folder);
    const given = new AbortController();
    const running = database.query(sql(endless), given.signal);
    const behind = plain(database, 'SELECT 2');
    const waiting = new AbortController();
    const gone = database.query(sql('SELECT 3'), waiting.signal);
    waiting.abort();
    await rejectsWith('timeout-error', gone);
    given.abort();
    assert.match((await rejectsWith('timeout-error', running)).message, /Nobody waits/);
    assert.deepEqual(await behind, [[2n]]);
  });

  test('in a transaction, which is rolled back, and does not keep the next from beginning', async () => {
    await using database = await open(folder, 1);
    await using transaction = await database.begin('serializable');
    await transaction.exec(sql('INSERT INTO t VALUES (1, 0)'));
    await rejectsWith('timeout-error', transaction.query(sql(endless)));
    assert.match(
      (await rejectsWith('unexpected-error', transaction.exec(sql('INSERT INTO t VALUES (2, 0)')))).message,
      /can only be rolled back/,
    );
    await rejectsWith('unexpected-error', transaction.commit());
    assert.deepEqual(await ids(database), []);
    await using next = await database.begin('serializable');
    await next.exec(sql('INSERT INTO t VALUES (3, 0)'));
    await next.rollback();
    await rejectsWith('unexpected-error', transaction.exec(sql('INSERT INTO t VALUES (4, 0)')));
  });

  test('at the end of the run', async () => {
    const run = new AbortController();
    await using database = await open(folder, 30, run.signal);
    const running = database.query(sql(endless));
    setImmediate(() => run.abort());
    await rejectsWith('timeout-error', running);
  });

  test('and a transaction that waits for another in vain', async () => {
    await using database = await open(folder, 1);
    await using first = await database.begin('serializable');
    assert.match(
      (await rejectsWith('timeout-error', database.begin('serializable'))).message,
      /locked for 1 s/,
    );
    await first.commit();
    await (await database.begin('serializable')).commit();
  });

  test('what is read meanwhile does not wait for a write that waits', async () => {
    await using database = await open(folder, 10);
    await using transaction = await database.begin('serializable');
    await transaction.exec(sql('INSERT INTO t VALUES (5, 0)'));
    const writing = database.exec(sql('INSERT INTO t VALUES (6, 0)'));
    assert.deepEqual(await ids(database), []);
    await transaction.rollback();
    assert.equal(await writing, 1);
  });
});

describe('a guest of sql.sqlite', () => {
  const stack = new AsyncDisposableStack();
  let data: string;
  let database: Awaited<ReturnType<typeof open>>;
  before(async () => {
    data = stack.use(await temporary()).path;
    await using other = await open(path.join(data, 'other'));
    await other.exec(sql('CREATE TABLE secret (n INTEGER); INSERT INTO secret VALUES (42)'));
    database = stack.use(await open(path.join(data, 'own')));
    await database.exec(sql('CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)'));
  });
  after(() => stack.disposeAsync());

  test('reaches no other database, and makes no other file', async () => {
    const other = path.join(data, 'other/database.sqlite');
    for (const text of [
      `ATTACH '${other}' AS other`,
      `ATTACH 'file:${other}?mode=ro' AS other`,
      `ATTACH '${path.join(data, 'new.sqlite')}' AS made`,
      `ATTACH ':memory:' AS memory`,
      `ATTACH '' AS temporary`,
      `VACUUM INTO '${path.join(data, 'copy.sqlite')}'`,
      `VACUUM main INTO '${path.join(data, 'copy.sqlite')}'`,
      `SELECT 1; ATTACH '${other}' AS other`,
      `PRAGMA temp_store_directory = '${data}'`,
      `PRAGMA data_store_directory = '${data}'`,
      `PRAGMA lock_proxy_file = '${path.join(data, 'proxy')}'`,
      `SELECT load_extension('${path.join(data, 'extension')}')`,
      `SELECT load_extension('${path.join(data, 'extension')}', 'entry')`,
    ]) {
      await rejectsWith('access-violation', database.exec(sql(text)));
      // VACUUM is not for transactions
      if (text.startsWith('VACUUM')) continue;
      await using transaction = await database.begin('serializable');
      await rejectsWith('access-violation', transaction.exec(sql(text)));
    }
    assert.deepEqual((await readdir(data)).sort(), ['other', 'own']);
    for (const name of ['readfile', 'writefile', 'edit', 'fsdir'])
      await rejectsWith('syntax-error', database.query(sql(`SELECT ${name}('${other}')`)));
    await rejectsWith('syntax-error', database.query(sql('SELECT n FROM other.secret')));
  });

  test('does not change how its file is kept, nor what others find on the connection', async () => {
    for (const text of [
      ...['writable_schema = 1', 'main.writable_schema(on)', 'schema_version = 7', 'trusted_schema = 1'],
      ...['journal_mode = OFF', 'journal_mode = DELETE', 'journal_mode(memory)', 'synchronous = OFF'],
      ...['locking_mode = EXCLUSIVE', 'mmap_size = 1000000', 'max_page_count = 1', 'page_size = 512'],
      ...['query_only = 1', 'foreign_keys = OFF', 'ignore_check_constraints = 1', 'recursive_triggers = 1'],
      ...['busy_timeout = 100000', 'hard_heap_limit = 1000', 'soft_heap_limit = 1000', 'threads = 8'],
      ...['cache_size = -100000000', 'case_sensitive_like = 1', 'wal_autocheckpoint = 0', 'fullfsync = 0'],
    ])
      await rejectsWith('access-violation', database.exec(sql(`PRAGMA ${text}`)));
    await rejectsWith('syntax-error', database.exec(sql("UPDATE sqlite_schema SET sql = ''")));
    await rejectsWith('syntax-error', database.exec(sql('DELETE FROM sqlite_dbpage')));
    assert.deepEqual(await plain(database, 'PRAGMA journal_mode'), [['wal']]);
    assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[1n]]);
  });

  test('may ask for what is so, keep a number of its own in it, check it and tidy it up', async () => {
    for (const text of ['foreign_keys = ON', 'journal_mode = WAL', 'user_version = 3', 'optimize'])
      await database.exec(sql(`PRAGMA ${text}`));
    assert.deepEqual(await plain(database, 'PRAGMA user_version'), [[3n]]);
    assert.deepEqual(await plain(database, 'PRAGMA foreign_keys'), [[1n]]);
    assert.deepEqual(await plain(database, 'PRAGMA integrity_check'), [['ok']]);
    assert.deepEqual(await plain(database, "SELECT name FROM pragma_table_info('t')"), [['id']]);
    await database.exec(sql('VACUUM'));
    await database.exec(sql('ANALYZE'));
    await database.exec(sql('CREATE VIRTUAL TABLE words USING fts5(text)'));
    await database.exec(sql("INSERT INTO words VALUES ('a needle in a haystack')"));
    assert.deepEqual(await plain(database, "SELECT count(*) FROM words WHERE words MATCH 'needle'"), [[1n]]);
  });
});

test(
  'sql.sqlite on a full disk: an io-error, nothing half, and it works when there is room',
  { skip: noDisk },
  async () => {
    using disk = smallDisk(1024);
    const folder = path.join(disk.folder, 'name');
    await using database = await open(folder);
    await database.exec(
      sql("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one')"),
    );
    disk.fill();
    const large = sql('INSERT INTO t VALUES (2, $1)', 'x'.repeat(100_000));
    const error = await rejectsWith('io-error', database.exec(large));
    assert.match(
      error.message,
      /^The disk that holds .*database\.sqlite is full\. Make room on it, or choose/,
    );
    await rejectsWith(
      'io-error',
      database.exec(
        sql(`INSERT INTO t VALUES (3, 'three'); INSERT INTO t VALUES (4, '${'x'.repeat(100_000)}')`),
      ),
    );
    {
      await using transaction = await database.begin('serializable');
      // it is in memory until then
      await transaction.exec(large);
      await rejectsWith('io-error', transaction.commit());
    }
    assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[1n]]);
    disk.fill();
    await rejectsWith('io-error', open(path.join(disk.folder, 'another')));
    disk.makeRoom();
    assert.equal(await database.exec(large), 1);
    assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[1n], [2n]]);
    assert.deepEqual(await plain(database, 'PRAGMA integrity_check'), [['ok']]);
    await using another = await open(path.join(disk.folder, 'another'));
    assert.deepEqual(await plain(another, 'SELECT 1'), [[1n]]);
  },
);

test(
  'a run that is killed within a statement leaves no process and no lock',
  { skip: process.platform !== 'linux' && 'it is looked for in /proc' },
  async () => {
    await using data = await temporary();
    const folder = path.join(data.path, 'name');
    const script = `
      import { openSqlite } from ${JSON.stringify(import.meta.resolve('@slight/runtime/providers/sql/sqlite.ts'))};
      import { contextOf } from ${JSON.stringify(import.meta.resolve('./context.ts'))};
      const database = await openSqlite('name', {}, contextOf({ folder: ${JSON.stringify(folder)} }));
      await database.exec({ text: 'CREATE TABLE t (id INTEGER)', parameters: [] });
      const transaction = await database.begin('serializable');
      await transaction.exec({ text: 'INSERT INTO t VALUES (1)', parameters: [] });
      const endless = { text: ${JSON.stringify(endless)}, parameters: [] };
      const all = Promise.all([transaction.query(endless), database.query(endless)]);
      process.stdout.write('running');
      await all;`;
    const run = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(run.stdout, 'data');
    const [one, other, ...more] = childrenOf(run.pid);
    assert.ok(one !== undefined && other !== undefined && more.length === 0, 'a process for each connection');
    await delay(200);
    run.kill('SIGKILL');
    await once(run, 'exit');
    const until = performance.now() + 20_000;
    while ([one, other].some(isAlive)) {
      assert.ok(performance.now() < until, 'what it started is still there');
      await delay(50);
    }
    await using database = await open(folder, 5);
    assert.equal(await database.exec(sql('INSERT INTO t VALUES (2)')), 1);
    assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[2n]]);
  },
);

function childrenOf(pid: number | undefined): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return children.map(Number).filter((one) => one > 0);
}

/** One that nobody has collected yet has no files any more. */
function isAlive(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '' && readdirSync(`/proc/${pid}/fd`).length > 0;
  } catch {
    return false;
  }
}

describe('sql.sqlite runs the files of SQL_FILES', () => {
  const begun = async (files: (folder: string) => Promise<void>, use: (given: Filed) => Promise<void>) => {
    await using folder = await temporary();
    const beside = path.join(folder.path, 'app');
    const sqlFiles = path.join(beside, 'mig');
    await mkdir(sqlFiles, { recursive: true });
    await files(sqlFiles);
    const context = contextOf({ folder: path.join(folder.path, 'data'), beside });
    await use({ sqlFiles, open: () => openSqlite('name', { SQL_FILES: 'mig' }, context) });
  };
  interface Filed {
    readonly sqlFiles: string;
    readonly open: () => ReturnType<typeof openSqlite>;
  }

  test('and refuses one that ends its transaction, of which nothing is run then', async () => {
    const first = (folder: string) => path.join(folder, '1.sql');
    const write = (text: string) => (folder: string) => writeFile(first(folder), text);
    for (const control of ['COMMIT', 'end', 'BEGIN', 'ROLLBACK /* TO s */']) {
      const text = `CREATE TABLE t (n INTEGER); ${control}; INSERT INTO nothing VALUES (1);`;
      await begun(write(text), async ({ sqlFiles, open: openFiled }) => {
        const { message } = await rejectsWith('syntax-error', openFiled());
        assert.match(
          message,
          /^1\.sql: Each file is run in a transaction of its own, .* cannot stand in it\./,
        );
        // a trigger has an END of its own, and a savepoint ends nothing
        const trigger = 'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END';
        await writeFile(
          first(sqlFiles),
          `CREATE TABLE t (n INTEGER); ${trigger}; SAVEPOINT s; ROLLBACK TO s; RELEASE s; -- COMMIT\n`,
        );
        await using database = await openFiled();
        assert.deepEqual(await plain(database, 'SELECT name FROM slight_files'), [['1.sql']]);
        assert.deepEqual(await plain(database, 'SELECT n FROM t'), []);
      });
    }
  });

  test('and says which of them is none, and why', async () => {
    const bad: readonly (readonly [(file: string) => Promise<unknown>, RegExp])[] = [
      [(file) => mkdir(file), /^"2\.sql" in the folder "mig" that SQL_FILES names is a folder\./],
      [(file) => symlink('nowhere', file), /^"2\.sql" in the folder "mig" .* is a link to nothing\./],
      [
        (file) => writeFile(file, Buffer.from("SELECT 'caf\xe9'", 'latin1')),
        /^"2\.sql" in the folder "mig" .* is not in UTF-8\./,
      ],
    ];
    for (const [make, said] of bad) {
      await begun(
        async (folder) => {
          await writeFile(path.join(folder, '1.sql'), '\ufeffCREATE TABLE t (n INTEGER)');
          await make(path.join(folder, '2.sql'));
        },
        async ({ open: openFiled }) => {
          const { message } = await rejectsWith('io-error', openFiled());
          assert.match(message, said);
        },
      );
    }
    await begun(
      (folder) => writeFile(path.join(folder, '1.sql'), '\ufeffCREATE TABLE t (n INTEGER)'),
      async ({ open: openFiled }) => {
        await using database = await openFiled();
        assert.deepEqual(await plain(database, 'SELECT n FROM t'), []);
      },
    );
  });
});
