/** What is the kernel's is no guest's, also where it is mounted inside a folder that the guest was given. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { mountProc, noDisk } from '../../../../test/disk.ts';
import { OpenFiles } from './open-files.ts';
import { list, makeFolderAt, statAt } from './operations.ts';
import { codeOf, descriptors, openBox, sandboxes } from './testing.ts';

for (const sandbox of sandboxes) {
  test(`a procfs in the box is not entered, held in the way “${sandbox}”`, { skip: noDisk ?? false }, () => {
    using box = openBox(sandbox);
    for (const name of ['sub', 'sub/proc', 'other']) mkdirSync(box.at(name));
    for (const name of ['own', 'environ', 'other/file']) writeFileSync(box.at(name), 'own');
    symlinkSync('sub/proc', box.at('link'));
    symlinkSync('sub/proc/self/environ', box.at('deep'));
    using _mounted = mountProc(box.at('sub/proc'), { of: 'self/environ', on: box.at('environ') });
    const before = descriptors();
    for (const path of [
      ...['sub/proc', 'sub/proc/', 'sub/proc/.', 'link/', 'link/self', 'sub/proc/self/fd'],
      ...['sub/proc/self/mem', 'sub/proc/self/environ', 'deep', 'other/../sub/proc/self/mem', 'environ'],
    ]) {
      for (const how of [{}, { write: true }, { directory: true }, { read: true, truncate: true }]) {
        const code = codeOf(() => box.open(path, how)) ?? 'opened';
        // what a guest is told of what it can see from outside: that this is a folder, or a file
        const isSeen = code === 'is-directory' || code === 'not-directory';
        assert.ok(code === 'not-permitted' || isSeen, `${path}: ${code}`);
        if (Object.keys(how).length === 0) assert.equal(code, 'not-permitted', path);
      }
    }
    assert.equal(
      codeOf(() => statAt(box.base, 'sub/proc/version', true)),
      'not-permitted',
    );
    assert.equal(
      codeOf(() => makeFolderAt(box.base, 'sub/proc/x')),
      'not-permitted',
    );
    const sub = box.folder('sub');
    assert.equal(
      codeOf(() => box.open('proc/self/mem', { write: true }, sub)),
      'not-permitted',
    );
    box.files.close(sub);
    assert.equal(descriptors(), before);
    // and all else is as it was
    assert.equal(box.read('own'), 'own');
    assert.equal(box.read('sub/../other/file'), 'own');
    const names = list(box.folder('sub')).map(({ name }) => name);
    assert.ok(names.includes('proc'), names.join());
  });

  test(
    `no folder of the kernel is held in the way “${sandbox}”`,
    { skip: process.platform !== 'linux' && 'only Linux has them' },
    () => {
      using files = new OpenFiles();
      for (const path of ['/proc', '/proc/self', '/proc/self/fd', '/sys']) {
        assert.equal(
          codeOf(() => files.hold(path, sandbox)),
          'not-permitted',
          path,
        );
      }
    },
  );
}
