/** The guests of this repository, each with what it opens. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { languageOf } from './language.ts';
import { mayOpen, readSource } from './read.ts';

const root = path.join(import.meta.dirname, '../../..');

/** By file, the kind and the name of each opening; `…` where it is computed. */
const opened: Readonly<Partial<Record<string, readonly string[]>>> = {
  'examples/blobs/blobs.js': ["blobstore 'diary'"],
  'examples/configs/configs.js': ["configs 'settings'"],
  'examples/hello/hello.js': ["keyvalue 'greetings'"],
  'examples/packing/packing.js': ["keyvalue 'packed'"],
  'examples/locks/locks.js': ["distributed_locking 'turns'", "keyvalue 'counter'"],
  'examples/http-shop/http-shop.rs': Array.from({ length: 7 }, () => 'keyvalue "shop"'),
  'test/guests/js/driven.js': ["configs 'driver'"],
  'test/guests/js/locks.js': ['distributed_locking …'],
  'examples/messaging/messaging.js': ["messaging 'orders'", "messaging 'orders'", "messaging 'orders'"],
  'examples/orders/orders.js': ["sql 'orders'"],
  'test/guests/js/blob-store.js': ['blobstore …'],
  'test/guests/js/configs.js': ['configs …'],
  'test/guests/js/keyvalue.js': ['keyvalue …'],
  'test/guests/js/messaging.js': ['messaging …', 'messaging …'],
  'test/guests/js/sql.js': ['sql …'],
  'test/guests/js/wasi-blobstore.js': Array.from({ length: 4 }, () => 'blobstore …'),
  'test/guests/js/wasi-messaging.js': ["messaging 'orders'", "messaging 'orders'"],
  'test/guests/js/watcher.js': ["keyvalue 'orders'"],
  'test/guests/js/wasi-http.js': ["keyvalue 'bench'"],
  'test/guests/js/wasi-keyvalue.js': ['keyvalue …'],
  'test/guests/js/wasi-sql.js': ['sql …'],
  'test/guests/rust/http.rs': ['keyvalue "my-container"', 'keyvalue "my-container"'],
};

const files = ['test/guests/**/*', 'examples/**/*', 'bench/guests/*']
  .flatMap((pattern) => globSync(pattern, { cwd: root, exclude: ['**/node_modules', '**/.*'] }))
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => languageOf(file));

test('every guest of the repository is read', () => {
  assert.ok(files.length > 12);
  for (const file of Object.keys(opened)) assert.ok(files.includes(file), file);
});

for (const file of files) {
  test(`what ${file} opens`, () => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const { openings } = readSource(text, languageOf(file) ?? 'c');
    const found = openings.map(
      ({ kinds, name }) => `${kinds.join('|')} ${name ? text.slice(name.span.start, name.span.end) : '…'}`,
    );
    // other hand-written bindings have names of their own, of which nothing is claimed
    assert.deepEqual(found, opened[file] ?? []);
    if (found.length > 0) assert.ok(mayOpen(text));
  });
}
