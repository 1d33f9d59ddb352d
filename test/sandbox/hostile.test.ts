/**
 * Nobody leaves the sandbox. Hostile guests try every known way out with every function, and random sequences of them;
 * nothing outside of their folders is read, listed, stat-ed or changed. `npm run deep` does the same for longer.
 */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { suite, test } from 'node:test';
import { randomOf } from '../fuzz/random.ts';
import { attack } from './attack.ts';
import { holdings } from './holdings.ts';
import { operations } from './operations.ts';
import { makeOutside } from './outside.ts';
import { hostileGuests } from './round.ts';
import { runShipped } from './shipped.ts';

/** A third for each guest. */
const rounds = 300;

for (const holding of holdings) {
  suite(`folders held by ${holding.name}`, { concurrency: 2 }, () => {
    for (const [index, guest] of hostileGuests.entries()) {
      test(`${guest} finds no way out`, async () => {
        const count = rounds / hostileGuests.length;
        await attack(guest, { first: 1 + index * count, count, holding });
      });

      test(`${guest} finds no way out of the program that ships`, async () => {
        for (const seed of [1, 2]) {
          using outside = makeOutside();
          const choices = { root: outside.root, strange: false };
          const output = await runShipped(guest, operations(randomOf(seed), 40, choices), {
            outside,
            ...holding,
          });
          // that it ran at all
          assert.match(output, /^40 \w+: \d+$/m);
          assert.equal(outside.changed() ?? outside.seen(output), undefined, `seed ${seed}`);
        }
      });
    }
  });
}

suite('a guest that swaps folders and links under another', () => {
  for (const guest of hostileGuests) {
    // elsewhere a race between processes may be lost: SECURITY.md
    test(guest, { skip: process.platform !== 'linux' }, async () => {
      using outside = makeOutside();
      const [, output] = await Promise.all([
        runShipped('c-hostile', ['swap', '1000'], { outside }),
        runShipped(guest, ['go'], { outside }),
      ]);
      assert.equal(outside.changed() ?? outside.seen(output), undefined);
      // it came to where the other one swaps
      assert.match(output, /^hit$/m);
    });
  }
});

suite('what is watched', () => {
  test('nothing has changed where nothing happens', () => {
    using outside = makeOutside();
    assert.equal(outside.changed(), undefined);
    assert.equal(outside.seen('stat dev=1 ino=1 type=4 size=6 mtim=1\nread inside\n'), undefined);
  });

  const changes: Readonly<Record<string, (root: string) => void>> = {
    'a file is made': (root) => writeFileSync(path.join(root, 'middle/made-canary'), ''),
    'a file is written to': (root) => appendFileSync(path.join(root, 'middle/canary.txt'), 'x'),
    'a file is written with what it held': (root) => {
      writeFileSync(path.join(root, 'canary.txt'), 'SECRET-CONTENT');
    },
    'a file is removed': (root) => unlinkSync(path.join(root, 'middle/canary-link')),
    'a folder is removed': (root) => rmdirSync(path.join(root, 'middle/canary-empty')),
    'a file has another name': (root) =>
      renameSync(path.join(root, 'canary.txt'), path.join(root, 'middle/box/caught')),
    'a file has a second name': (root) =>
      linkSync(path.join(root, 'canary.txt'), path.join(root, 'middle/box/caught')),
    'a time is set': (root) => utimesSync(path.join(root, 'middle'), 1, 1),
    'a mode is set': (root) => chmodSync(path.join(root, 'middle/canary-folder'), 0o700),
  };
  for (const [name, change] of Object.entries(changes)) {
    test(name, () => {
      using outside = makeOutside();
      change(outside.root);
      assert.notEqual(outside.changed(), undefined);
    });
  }

  test('what is read, listed and stat-ed', () => {
    using outside = makeOutside();
    const { dev, ino, mtimeNs } = lstatSync(path.join(outside.root, 'middle/canary.txt'), { bigint: true });
    const lines = [
      'read SECRET-CONTENT',
      'entry ino=5 unknown-name.txt',
      'target unknown-target',
      `stat dev=${dev} ino=${ino} type=4 size=1 mtim=5`,
      `stat type=4 size=14 mtim=${mtimeNs}`,
    ];
    for (const line of lines) assert.notEqual(outside.seen(`1 mkdir: 0\n${line}\n`), undefined, line);
  });
});
