import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { test } from 'node:test';
import { writeAll } from './output.ts';

test('more than 2 GiB are written in several calls', () => {
  // takes all, and looks at none of it
  const descriptor = openSync(devNull, 'w');
  try {
    assert.doesNotThrow(() => writeAll(descriptor, new Uint8Array(2 ** 31 + 9)));
  } finally {
    closeSync(descriptor);
  }
});
