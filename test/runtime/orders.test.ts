/** examples/orders as it is in the repository, run by what ships; the slightfile alone says what serves it. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { shipped } from '../shipped.ts';

const root = path.join(import.meta.dirname, '../..');
const example = path.join(root, 'examples/orders');

before(() => void execFileSync(process.execPath, ['scripts/build-example.ts', 'orders'], { cwd: root }));

for (const resource of ['sql.sqlite', 'sql.postgres']) {
  test(`orders are taken from the stock, with ${resource}`, async () => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-orders-'));
    for (const name of ['orders.wasm', 'slightfile.toml', 'sql'])
      await cp(path.join(example, name), path.join(folder.path, name), { recursive: true });
    const slightfile = path.join(folder.path, 'slightfile.toml');
    await writeFile(
      slightfile,
      (await readFile(slightfile, 'utf8')).replace('"sql.sqlite"', `"${resource}"`),
    );
    const run = async () => {
      const args = [shipped('slight.mjs'), 'run', '--backends', 'embedded', 'orders.wasm'];
      return (await promisify(execFile)(process.execPath, args, { cwd: folder.path })).stdout;
    };
    assert.equal(await run(), '99 of tea left\n');
    assert.equal(await run(), '98 of tea left\n', 'the database remembers, and its files are run once');
  });
}
