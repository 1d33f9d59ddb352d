/** Reads and writes of more than a system, or Node, moves at once: the first part of it is done. */
import assert from 'node:assert/strict';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { File } from './file.ts';

const most = 0x7ffff000;

/** Each more than 2 GiB: in one part, and in parts that are the same bytes. Nobody touches them, so they take no room. */
const parts = [[new Uint8Array(2 ** 31 + 9)], Array<Uint8Array>(1024).fill(new Uint8Array(4 * 1024 * 1024))];

test('of a write of more than 2 GiB, the first part is done', () => {
  // takes all, and looks at none of it
  const file = new File(openSync(devNull, 'w'), { read: false, write: true });
  try {
    for (const each of parts) {
      assert.equal(file.writeFrom(each, 0n), most);
      assert.equal(file.appendFrom(each), most);
    }
    assert.equal(file.writeFrom([], 0n), 0);
  } finally {
    file.close();
  }
});

test('a read into more than 2 GiB gets what there is', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slight-file-'));
  const name = path.join(folder, 'file');
  writeFileSync(name, 'text');
  const file = new File(openSync(name, 'r'), { read: true, write: false });
  try {
    for (const each of parts) {
      assert.equal(file.readInto(each, 0n), 4);
      assert.equal(Buffer.from(each[0] ?? []).toString('utf8', 0, 4), 'text');
    }
    assert.equal(file.readInto([new Uint8Array(), new Uint8Array(2)], 2n), 2);
  } finally {
    file.close();
    rmSync(folder, { recursive: true });
  }
});
