/** examples/packing as it is in the repository, with orders that examples/messaging publishes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { slight } from '@slight/runtime/cli/testing.ts';
import { startServing } from '../serving.ts';

const root = path.join(import.meta.dirname, '../..');
const module = (name: string) => path.join(root, `examples/${name}/${name}.wasm`);

test('orders are packed and counted as they are published, and one that cannot be packed comes again', async (t) => {
  for (const name of ['packing', 'messaging'])
    execFileSync(process.execPath, ['scripts/build-example.ts', name], { cwd: root });
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-packing-'));
  const cwd = folder.path;
  await copyFile(path.join(root, 'examples/packing/slightfile.toml'), path.join(cwd, 'slightfile.toml'));
  const publish = (...orders: string[]) => {
    const { code, stderr } = slight(['run', '-q', module('messaging'), 'publish', ...orders], { cwd });
    assert.equal(code, 0, stderr);
  };
  const packing = await startServing(t, [module('packing')], { cwd, serves: 'messages' });
  publish('apples', '', 'pears', 'apples');
  await packing.printed(
    /^packed apples, for the 1st time\npacked pears, for the 1st time\npacked apples, for the 2nd time\n$/,
  );
  await packing.until(
    /slight {2}orders failed [\d.]+ m?s: The guest returned an error: an order says what is wanted\. It comes again in 1 s\.\n/,
  );
  packing.process.kill('SIGINT');
  assert.equal(await packing.ended, 0, packing.told);
  publish('plums');
  const later = await startServing(t, [module('packing')], { cwd, serves: 'messages' });
  await later.printed(/packed plums, for the 1st time\n/);
  later.process.kill('SIGINT');
  assert.equal(await later.ended, 0, later.told);
});
