/** How a run of an app with SQL may end: within a transaction, or a statement, by itself or by Ctrl-C, as it ships. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { mkdtempDisposable, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { postgresPassword, startPostgres } from '../contract/postgres-server.ts';
import { guestFile } from '../serving.ts';
import { shipped } from '../shipped.ts';

/** It takes days, and no row is given before its end. */
const endless = {
  'sql.sqlite':
    'WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT count(*) FROM numbers',
  'sql.pglite': 'SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS numbers',
  'sql.postgres': 'SELECT count(*) FROM (SELECT generate_series(1, 1000000000000)) AS numbers',
};

const traceFile = 'trace.jsonl';

for (const [resource, statement] of Object.entries(endless)) {
  describe(`a run of ${resource}`, () => {
    const stack = new AsyncDisposableStack();
    let folder: string;
    let url: string | undefined;
    before(async () => {
      folder = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-endings-'))).path;
      if (resource === 'sql.postgres') {
        const server = stack.use(await startPostgres());
        url = `postgres://tester:${encodeURIComponent(postgresPassword)}@127.0.0.1:${server.port}`;
      }
      const configs = url === undefined ? '' : `[capability.configs]\nPOSTGRES_CONNECTION_URL = "${url}"\n`;
      await writeFile(
        path.join(folder, 'slightfile.toml'),
        `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "orders"\n${configs}`,
      );
      const { stdout, stderr } = await run('run', 'CREATE TABLE t (id INTEGER PRIMARY KEY)').ended;
      assert.match(stdout, /^run: /);
      // what takes its time is told
      assert.equal(
        /^slight {2}making the database of sql\.pglite/m.test(stderr),
        resource === 'sql.pglite',
        stderr,
      );
    });
    after(() => stack.disposeAsync());

    const run = (...commands: readonly string[]) => {
      const child = spawn(
        process.execPath,
        [
          shipped('slight.mjs'),
          'run',
          '--trace',
          traceFile,
          guestFile('c-sql-component'),
          '--',
          'orders',
          ...commands,
        ],
        // a group of its own, as a shell gives each command
        {
          cwd: folder,
          detached: true,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, NO_COLOR: '1' },
        },
      );
      const ended = (async () => {
        const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
        const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
        const [code, signal] = await exited;
        return { code, signal, stdout, stderr };
      })();
      return { child, ended };
    };
    const count = async () => {
      const { stdout, stderr } = await run('query', 'SELECT count(*) AS n FROM t').ended;
      const [, found] = /^query: 1 n int64 (\d+)$/m.exec(stdout) ?? [];
      assert.ok(found !== undefined, stdout + stderr);
      return Number(found);
    };

    for (const [deed, code] of [
      ['trap', 134],
      ['exit', 1],
    ] as const) {
      test(`whose guest ends by ${deed} within a transaction rolls it back`, async () => {
        const { ended } = run('begin', 'serializable', 'run', 'INSERT INTO t VALUES (1)', deed);
        const { code: found, stderr } = await ended;
        assert.equal(found, code, stderr);
        assert.equal(await count(), 0);
      });
    }

    for (const [what, signal, within] of [
      ['Ctrl-C', 'SIGINT', false],
      ['Ctrl-C', 'SIGINT', true],
      ['kill -9', 'SIGKILL', true],
    ] as const) {
      const where = within ? 'a statement of a transaction' : 'a statement';
      test(`that ${what} ends within ${where} leaves nothing running`, { timeout: 120_000 }, async () => {
        const begin = within ? ['begin', 'serializable', 'run', 'INSERT INTO t VALUES (2)'] : [];
        await rm(path.join(folder, traceFile), { force: true });
        const { child, ended } = run(...begin, 'query', statement);
        const pid = child.pid ?? 0;
        await asked(path.join(folder, traceFile));
        // so that it is at work
        await delay(300);
        if (url !== undefined) assert.equal(await running(url), 1);
        const children = childrenOf(pid);
        const from = performance.now();
        // a terminal tells the group, a kill the one
        process.kill(signal === 'SIGINT' ? -pid : pid, signal);
        const { code, signal: by } = await ended;
        assert.ok(by === signal || (signal === 'SIGINT' && code === 130), `${code} ${by}`);
        assert.ok(performance.now() - from < 10_000, 'it ends in time');
        while (children.some(isAlive)) await delay(50);
        while (url !== undefined && (await running(url)) > 0) await delay(50);
        assert.equal(await count(), 0);
        const committed = run('begin', 'serializable', 'run', 'INSERT INTO t VALUES (9)', 'commit');
        assert.equal((await committed.ended).stdout, 'begin:\nrun: 1\ncommit:\n');
        await run('run', 'DELETE FROM t').ended;
      });
    }
  });
}

/** Waits until a guest has asked its database for rows. */
async function asked(trace: string): Promise<void> {
  while (!/"type":"call".*\.query"/.test(await readFile(trace, 'utf8').catch(() => ''))) await delay(50);
}

/** How many statements a server is at, but for the one that asks it. */
async function running(url: string): Promise<number> {
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    const text =
      "SELECT pid FROM pg_stat_activity WHERE datname = 'orders' AND (state <> 'idle' OR xact_start IS NOT NULL)";
    return (await client.query(text)).rows.length;
  } finally {
    await client.end();
  }
}

/** Of a process: those that it started; none where the system does not tell. */
function childrenOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return children.map(Number).filter((one) => one > 0);
  } catch {
    return [];
  }
}

/** One that nobody has collected yet has no program any more. */
function isAlive(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '';
  } catch {
    return false;
  }
}
