/** Another process of the host swaps a folder for a link that leads out, over and over, while a guest uses it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { canHold } from './held-folder.ts';
import {
  linkAt,
  list,
  makeFolderAt,
  renameAt,
  setTimesAt,
  statAt,
  symlinkAt,
  unlinkAt,
} from './operations.ts';
import { codeOf, descriptors, openBox, untouched } from './testing.ts';
import { File } from './file.ts';

const swaps = `
  const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
  process.chdir(process.argv[1]);
  for (let left = 4000; left > 0; left -= 1) {
    renameSync('a', 'hidden');
    symlinkSync('..', 'a');
    unlinkSync('a');
    renameSync('hidden', 'a');
  }`;

test('a folder that another process swaps never leads out', { skip: !canHold() }, async () => {
  using box = openBox('best');
  const { base, files } = box;
  mkdirSync(box.at('a/sub'), { recursive: true });
  writeFileSync(box.at('own'), 'own');
  const held = box.folder('a');
  const before = descriptors();
  const child = spawn(process.execPath, ['-e', swaps, box.at()], { stdio: ['ignore', 'ignore', 'inherit'] });
  const secret = statAt(box.base, '.', false).ino;
  const times = { access: 0n, modification: 0n };
  let reads = 0;
  while (child.exitCode === null && child.signalCode === null) {
    for (const path of ['a/secret', 'a/sub/../secret', 'a/box/a/secret']) {
      codeOf(() => assert.notEqual(box.read(path), untouched.secret));
      codeOf(() => box.open(path, { write: true, truncate: true }));
      codeOf(() => statAt(base, path, true).size !== BigInt(untouched.secret.length) || assert.fail('seen'));
      codeOf(() => setTimesAt(base, path, true, times, files.times));
      codeOf(() => unlinkAt(base, path));
      codeOf(() => renameAt(base, path, base, 'stolen'));
      codeOf(() => linkAt(base, path, true, base, 'stolen'));
      reads += 1;
    }
    codeOf(() => makeFolderAt(base, 'a/made'));
    codeOf(() => symlinkAt('x', base, 'a/link'));
    codeOf(() => linkAt(base, 'own', false, base, 'a/linked'));
    codeOf(() => box.open('a/created', { create: true, write: true }));
    codeOf(() => renameAt(base, 'own', base, 'a/renamed'));
    codeOf(() => {
      const folder = box.open('a', { directory: true });
      if (folder instanceof File) return;
      assert.ok(!list(folder).some(({ name }) => name === 'secret'));
      assert.notEqual(folder.stat().ino, secret);
    });
    codeOf(() => assert.notEqual(box.read('secret', held), untouched.secret));
    await turn();
  }
  assert.ok(reads > 0);
  assert.deepEqual(box.outside(), untouched);
  files[Symbol.dispose]();
  assert.ok(descriptors() < before);
});
