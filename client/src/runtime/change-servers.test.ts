import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { changeServers, type ServersChangeOptions } from './change-servers.ts';

/** Starts a script in the runtime's place; it can `tell` of a backend. */
async function start(t: TestContext, script: string, options: Partial<ServersChangeOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'slight-servers-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'runtime.mjs');
  const tell = `import { Socket } from 'node:net';
    const channel = new Socket({ fd: 3 }).unref();
    const tell = (event) => new Promise((sent) => channel.write(JSON.stringify({ method: 'trace', params:
      { type: 'backend', resource: 'keyvalue.redis', name: 'a', rung: 'local', ...event } }) + '\\n', sent));\n`;
  await writeFile(file, tell + script);
  return changeServers({
    node: process.execPath,
    script: file,
    arguments: [],
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    ...options,
  });
}

test('what it prints is given without its progress, and how it goes on as it does', async (t) => {
  const states: string[] = [];
  const servers = await start(
    t,
    `console.error('slight  starting redis-server');
    console.log('keyvalue.redis → a local server');
    for (const state of ['starting', 'ready', 'kept']) await tell({ state, address: '127.0.0.1:1' });
    await tell({ state: 'ready', name: 'b', rung: 'given' });
    process.exit(0);`,
    { onProgress: ({ state }) => states.push(state) },
  );
  const end = await servers.ended;
  assert.deepEqual(end.lines, ['keyvalue.redis → a local server']);
  assert.equal(end.failure, undefined);
  assert.deepEqual(states, ['starting', 'ready', 'kept', 'ready']);
});

test('a stand-in is a failure, with the reasons', async (t) => {
  const servers = await start(
    t,
    `await tell({ state: 'ready', rung: 'embedded', reasons: ['No engine.', 'No redis-server.'] });
    process.exit(1);`,
  );
  const { failure } = await servers.ended;
  assert.equal(failure, 'keyvalue.redis has no server. No engine. No redis-server.');
});

test('a mistake is told in its own words', async (t) => {
  const servers = await start(
    t,
    `console.error('a.toml:1 error\\nslight: a.toml has an error.'); process.exit(2);`,
  );
  assert.equal((await servers.ended).failure, 'a.toml has an error.');
  const silent = await start(t, 'process.exit(9);');
  assert.equal((await silent.ended).failure, 'It ended with exit code 9.');
  const missing = await start(t, '', { node: '/nowhere/node' });
  const { failure, error } = await missing.ended;
  assert.match(failure ?? '', /^The runtime could not be started: .*ENOENT\.$/);
  assert.equal((error as NodeJS.ErrnoException | undefined)?.code, 'ENOENT');
});

test('one that was stopped has not failed', async (t) => {
  let begun: () => void = () => undefined;
  const starting = new Promise<void>((resolve) => (begun = resolve));
  const servers = await start(
    t,
    `process.on('SIGINT', async () => { await tell({ state: 'stopped' }); process.exit(130); });
    process.on('disconnect', () => process.exit(130));
    setInterval(() => {}, 1000);
    await tell({ state: 'ready' });`,
    { onProgress: () => begun() },
  );
  await starting;
  servers.stop();
  const end = await servers.ended;
  assert.equal(end.failure, undefined);
});
