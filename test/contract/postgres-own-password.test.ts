/** The password of a Postgres that the ladder brings up for configs without one. */
import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Step } from '@slight/runtime/backends/climb.ts';
import { createLadder } from '@slight/runtime/backends/ladder.ts';
import { Mistake } from '@slight/runtime/mistake.ts';
import { openPostgres } from '@slight/runtime/providers/sql/postgres.ts';
import { contextOf } from './context.ts';
import { rejectsWith } from './keyvalue-asserts.ts';
import { plain, sql } from './sql-asserts.ts';

const request = { resource: 'sql.postgres', name: 'orders', configs: {} };

test('a server that no slightfile names has a password of its own, for its owner alone and for as long as its data', async () => {
  await using workspace = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-password-'));
  const stateDir = path.join(workspace.path, 'backends');
  const events: unknown[] = [];
  const run = async <T>(work: (step: Step) => Promise<T>): Promise<T> => {
    await using ladder = createLadder({
      stateDir,
      workspace: workspace.path,
      choice: 'local',
      keep: false,
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
    });
    return await work(await ladder.climb(request));
  };
  const file = path.join(stateDir, 'postgres', 'password');

  const password = await run(async ({ configs, secrets = [], address }) => {
    await using database = await openPostgres('orders', configs, contextOf());
    await database.exec(sql('CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)'));
    const [secret = ''] = secrets;
    assert.match(secret, /^[0-9a-f]{48}$/);
    assert.equal(configs['POSTGRES_CONNECTION_URL'], `postgres://postgres:${secret}@${address}`);
    assert.equal(await readFile(file, 'utf8'), secret);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    for (const wrong of ['postgres', '']) {
      const url = `postgres://postgres:${wrong}@${address}/orders`;
      const opening = openPostgres('orders', { POSTGRES_CONNECTION_URL: url }, contextOf());
      const { message } = await rejectsWith(wrong === '' ? 'connection-error' : 'access-violation', opening);
      assert.match(message, /password/);
    }
    return secret;
  });
  await run(async ({ configs, secrets }) => {
    assert.deepEqual(secrets, [password]);
    await using database = await openPostgres('orders', configs, contextOf());
    assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[1n]]);
  });
  assert.ok(!JSON.stringify(events).includes(password), 'no event tells it');
  for (const name of await readdir(path.join(stateDir, 'postgres')))
    if (['state.json', 'log'].includes(name))
      assert.ok(!(await readFile(path.join(stateDir, 'postgres', name), 'utf8')).includes(password), name);

  await rm(file);
  for (const again of ['at first', 'again'])
    await assert.rejects(
      run(() => Promise.resolve()),
      (error) => {
        assert.ok(error instanceof Mistake);
        assert.match(error.message, /not started on the data in .*: its password was in .*, which is gone\./);
        return true;
      },
      again,
    );
  await writeFile(file, password, { mode: 0o600 });
  await run(async ({ configs }) => {
    await using database = await openPostgres('orders', configs, contextOf());
    assert.deepEqual(await plain(database, 'SELECT id FROM t'), [[1n]]);
  });
});
