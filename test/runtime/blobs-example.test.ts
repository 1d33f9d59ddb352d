/** examples/blobs, run by the program that ships, as a user does: another provider is another line of the slightfile. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { slight } from '../../runtime/src/cli/testing.ts';
import { toolsFolder } from '../setup/steps/tools.ts';

const example = path.join(import.meta.dirname, '../../examples/blobs');

for (const [resource, rung] of [
  // on a bare machine
  ['blobstore.aws_s3', 'embedded'],
  ['blobstore.azblob', 'embedded'],
  ['blobstore.filesystem', 'auto'],
  ['blobstore.aws_s3', 'local'],
  ['blobstore.azblob', 'local'],
] as const) {
  test(`examples/blobs remembers from run to run by ${resource}, ${rung}`, async () => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-example-'));
    for (const file of ['blobs.wasm', 'slightfile.toml'])
      cpSync(path.join(example, file), path.join(folder.path, file));
    const slightfile = path.join(folder.path, 'slightfile.toml');
    writeFileSync(slightfile, readFileSync(slightfile, 'utf8').replace(/"blobstore\..*"/, `"${resource}"`));
    const run = () =>
      slight(['run', 'blobs.wasm', '--backends', rung], {
        cwd: folder.path,
        env: {
          PATH: [path.join(toolsFolder, 'node_modules/.bin'), process.env['PATH']].join(path.delimiter),
          ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_REGION: '' },
        },
      });
    const first = run();
    assert.deepEqual([first.code, first.stdout], [0, 'day 1 (27 bytes): Dear diary\n'], first.stderr);
    const second = run();
    const both = 'day 1 (27 bytes): Dear diary\nday 2 (27 bytes): Dear diary\n';
    assert.deepEqual([second.code, second.stdout], [0, both], second.stderr);
  });
}
