/** Guests that keep blobs, run as a user runs them: `slight run`, with a slightfile that serves them from a folder. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { guestsOf } from '../../scripts/guests/contracts.ts';
import { blobApp } from './blob-app.ts';

// those that write and read an object piece by piece: a guest in JavaScript has it in memory
const guests = guestsOf('blobstore').filter(({ language }) => language !== 'javascript');

describe('a guest that keeps blobs in a folder', () => {
  for (const { name: guest, generation } of guests) {
    test(`${guest} finds in the next run what it wrote in this one`, async () => {
      await using one = await blobApp();
      const written = await one.run(guest, 'photos', 'write', 'cats/1.jpg', 'miau', 'has', 'cats/1.jpg');
      assert.deepEqual([written.code, written.stdout], [0, 'write:\nhas: true\n']);
      const read = await one.run(guest, 'photos', ...['read', 'cats/1.jpg', 'list']);
      assert.deepEqual([read.code, read.stdout], [0, 'read: miau\nlist: cats/1.jpg\n']);
      const about = await one.run(guest, 'photos', 'about');
      assert.match(about.stdout, /^about: photos photos [1-9]\d{9}\n$/);
      const removed = await one.run(guest, 'photos', 'delete', 'cats/1.jpg', 'list');
      assert.equal(removed.stdout, 'delete:\nlist:\n');
    });

    test(`${guest} is told what is not there by the interface's own error`, async () => {
      await using one = await blobApp();
      const { code, stdout } = await one.run(guest, 'photos', 'read', 'none', 'stat', 'none', 'read', '');
      assert.equal(code, 0);
      const [kase, inside] =
        generation === 'component'
          ? ['object-not-found', '']
          : [generation === '0.5' ? 'unexpected-error' : 'error', 'object-not-found: '];
      const missing = `failed: ${kase}: ${inside}there is no object "none"`;
      assert.match(stdout, new RegExp(`^read ${missing}\nstat ${missing}\nread failed: .*name is empty`));
      const undeclared = await one.run(guest, 'cellar', 'list');
      assert.match(undeclared.stdout, /^open failed: .*no blobstore capability named "cellar" is declared/);
    });

    test(`${guest} that dies while it writes leaves nothing of the object`, async () => {
      await using one = await blobApp();
      const { code } = await one.run(guest, 'photos', 'write', 'whole', 'a', 'begin', 'half', 'b', 'die');
      assert.equal(code, 134);
      const { stdout } = await one.run(guest, 'photos', 'list');
      assert.equal(stdout, 'list: whole\n');
      const files = readdirSync(path.join(one.folder, '.slight/blobstore/photos'), { recursive: true });
      assert.deepEqual(files.toSorted(), ['incoming', 'objects', path.join('objects', 'whole')]);
    });

    test(
      `150 MB go through ${guest} in less memory than that`,
      { skip: process.platform !== 'linux' && 'only Linux tells how much memory a process had' },
      async () => {
        await using one = await blobApp();
        const size = '150000000';
        const { code, stdout, most } = await one.run(guest, 'photos', 'fill', 'big', size, 'sum', 'big');
        assert.deepEqual([code, stdout], [0, `fill:\nsum: ${size} ${size}\n`]);
        assert.ok(most > 0 && most < 150, `${most.toFixed()} MB`);
      },
    );
  }

  test('a guest of slight 0.5 asks how much is left to read', async () => {
    await using one = await blobApp();
    const { stdout } = await one.run('c-blob-store', 'photos', 'write', 'a', 'miau', 'available', 'a');
    assert.equal(stdout, 'write:\navailable: 4\n');
  });

  test('containers of wasi:blobstore are those that the slightfile declares', async () => {
    await using one = await blobApp('archive');
    const commands = ['exists', 'photos', 'exists', 'cellar', 'create', 'archive', 'create', 'cellar'];
    const { stdout } = await one.run('c-wasi-blobstore', 'photos', ...commands);
    assert.match(
      stdout,
      /^exists: true\nexists: false\ncreate:\ncreate failed: error: no blobstore capability named "cellar" is declared/,
    );
  });

  test('objects are copied and moved between containers of wasi:blobstore, and a container is removed with them', async () => {
    await using one = await blobApp('archive');
    const commands = ['write', 'a', 'miau', 'move', 'a', 'b', 'has', 'a', 'copy-to', 'b', 'archive', 'list'];
    const { stdout } = await one.run(
      'c-wasi-blobstore',
      'photos',
      ...commands,
      'move',
      'b',
      'b',
      'read',
      'b',
    );
    assert.equal(stdout, 'write:\nmove:\nhas: false\ncopy-to:\nlist: b\nmove:\nread: miau\n');
    const archive = await one.run('c-wasi-blobstore', 'archive', 'read', 'b', 'remove', 'archive', 'list');
    assert.equal(archive.stdout, 'read: miau\nremove:\nlist:\n');
  });
});
