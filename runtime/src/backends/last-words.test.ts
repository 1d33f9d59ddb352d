/** A server that does not come up is told with what it printed, in a sentence that can be read. */
import assert from 'node:assert/strict';
import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { noDisk, smallDisk } from '../../../test/disk.ts';
import { lastWords } from './last-words.ts';
import { serverFolder } from './server-folder.ts';

const long = 'word '.repeat(1000);

const cases: Readonly<Record<string, [printed: string | Buffer, told: (log: string) => string]>> = {
  'its last line': ['first\nlast words.\n\n', () => ': last words'],
  'without a password': ['bad auth hunter2', () => ': bad auth ••••'],
  'without colours': ['\u001b[31mred\u001b[39m\n', () => ': red'],
  'a long line in part': [long, (log) => `: ${long.slice(0, 200)}… (${log})`],
  'a line longer than what is looked at': [
    'x'.repeat(100_000),
    (log) => ` and printed a line without an end (${log})`,
  ],
  'bytes that are not text': [
    Buffer.from([0x7f, 0x45, 0xff, 0xfe, 0x01]),
    (log) => ` and printed what is not text (${log})`,
  ],
  'what is UTF-8 and not text': ['a\u0000b', (log) => ` and printed what is not text (${log})`],
  nothing: ['', (log) => ` and printed nothing (${log})`],
};

for (const [what, [printed, told]] of Object.entries(cases)) {
  test(`the last words of a server: ${what}`, async () => {
    using place = mkdtempDisposableSync(path.join(os.tmpdir(), 'slight-words-'));
    const folder = serverFolder(place.path);
    writeFileSync(folder.log, printed);
    assert.equal(await lastWords(folder, ['hunter2', '']), told(folder.log));
  });
}

test('where the disk is full, a server that prints nothing is told with that', { skip: noDisk }, async () => {
  using disk = smallDisk();
  const folder = serverFolder(disk.folder);
  writeFileSync(folder.log, '');
  disk.fill();
  assert.match(
    await lastWords(folder, []),
    /^: the disk that .*log is on is full, or nearly so \(\d KiB are left\)\. Make room on it$/,
  );
});
