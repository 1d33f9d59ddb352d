import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { askStatus } from './ask-status.ts';

/** Asks a script in the runtime's place. */
async function ask(t: TestContext, script: string, node = process.execPath) {
  const folder = await mkdtemp(join(tmpdir(), 'slight-status-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'runtime.mjs');
  await writeFile(file, script);
  return askStatus({ node, script: file, arguments: ['status', 'a b'], cwd: folder, env: {} });
}

test('what is printed is told, also where it ends with an error', async (t) => {
  const script = `console.log(JSON.stringify({ apps: [{ slightfile: process.argv[3], servers: [] }] }));
    console.error('slight: There is no slightfile at b.toml.'); process.exit(2);`;
  assert.deepEqual(await ask(t, script), { apps: [{ slightfile: 'a b', servers: [] }] });
});

test('where nothing is told, why not', async (t) => {
  await assert.rejects(ask(t, `console.error('slight: no.'); process.exit(2);`), { message: 'slight: no.' });
  await assert.rejects(ask(t, `console.log('{}');`), { message: 'The runtime told nothing.' });
  await assert.rejects(ask(t, '', '/nowhere/node'), /ENOENT/);
});
