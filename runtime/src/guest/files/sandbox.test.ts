/** A guest stays in its folder, however paths, links and folders change. Both ways of holding a folder. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, test } from 'node:test';
import { File } from './file.ts';
import {
  linkAt,
  list,
  makeFolderAt,
  readLinkAt,
  removeFolderAt,
  renameAt,
  setTimesAt,
  statAt,
  symlinkAt,
  unlinkAt,
} from './operations.ts';
import { codeOf, descriptors, openBox, sandboxes, untouched, type Box } from './testing.ts';
import type { Folder } from './folder.ts';

/** Everything that takes a path, each as it would reach what the path leads to. */
function everything(box: Box, path: string, from: Folder = box.base): Record<string, () => unknown> {
  const times = { access: 0n, modification: 0n };
  return {
    read: () => box.read(path, from),
    write: () => box.open(path, { write: true }, from),
    'open unfollowed': () => box.open(path, { follow: false }, from),
    truncate: () => box.open(path, { truncate: true, write: true }, from),
    create: () => box.open(path, { create: true, write: true }, from),
    'create unfollowed': () => box.open(path, { create: true, write: true, follow: false }, from),
    'create new': () => box.open(path, { create: true, exclusive: true, write: true }, from),
    'open a folder': () => box.open(path, { directory: true }, from),
    stat: () => statAt(from, path, true),
    'set times': () => setTimesAt(from, path, true, times, box.files.times),
    'make a folder': () => makeFolderAt(from, `${path}/made`),
    'remove a folder': () => removeFolderAt(from, `${path}/made`),
    unlink: () => unlinkAt(from, `${path}/x`),
    'rename from': () => renameAt(from, `${path}/x`, box.base, 'x'),
    'rename to': () => renameAt(box.base, 'own', from, `${path}/x`),
    'link from': () => linkAt(from, path, true, box.base, 'x'),
    'link to': () => linkAt(box.base, 'own', false, from, `${path}/x`),
    'symlink in': () => symlinkAt('own', from, `${path}/x`),
    'read link': () => readLinkAt(from, `${path}/x`),
  };
}

/** Does all of it, and gives what each failed with. Nothing stays open. */
function refusals(box: Box, path: string, from?: Folder): Set<string | undefined> {
  const before = descriptors();
  const codes = new Set(Object.values(everything(box, path, from)).map((work) => codeOf(work)));
  assert.equal(descriptors(), before, `something that failed for ${path} left a descriptor open`);
  return codes;
}

for (const sandbox of sandboxes) {
  describe(`folders held in the way “${sandbox}”`, () => {
    test('no path leads out', () => {
      using box = openBox(sandbox);
      mkdirSync(box.at('sub'));
      writeFileSync(box.at('own'), 'own');
      symlinkSync('..', box.at('up'));
      symlinkSync('../secret', box.at('relative'));
      symlinkSync('/etc', box.at('absolute'));
      symlinkSync('/', box.at('root'));
      symlinkSync('sub/../..', box.at('through'));
      symlinkSync('up/secret', box.at('chained'));
      symlinkSync('../new', box.at('dangling'));
      const out = [
        ...['..', '../secret', '../box/../secret', 'sub/../../secret', './/..//secret', '/etc/passwd', '/'],
        ...['up/secret', 'up/', 'relative/', 'absolute/passwd', 'root/etc/passwd', 'through/secret'],
        ...['chained/', 'sub/../up/secret', 'up/box/up/secret', 'dangling/', '/proc/self/cwd/secret'],
      ];
      for (const path of out) assert.deepEqual(refusals(box, path), new Set(['not-permitted']), path);
      for (const path of ['up', 'relative', 'chained', 'dangling', 'through', 'absolute', 'root']) {
        for (const [name, work] of Object.entries(everything(box, path))) {
          const expected = /unfollowed|create new/.test(name) ? /^(loop|exist)$/ : /^not-permitted$/;
          assert.match(codeOf(work) ?? 'none', expected, `${name} ${path}`);
        }
      }
      assert.deepEqual(box.outside(), untouched);
    });

    test('what is inside is reached by `..` and by links inside', () => {
      using box = openBox(sandbox);
      mkdirSync(box.at('a/b'), { recursive: true });
      writeFileSync(box.at('a/b/file'), 'inside');
      symlinkSync('a/b', box.at('short'));
      symlinkSync('../../a', box.at('a/b/top'));
      symlinkSync('short/file', box.at('linked'));
      for (const path of ['a/b/file', 'a/../a/./b/..//b/file', 'short/file', 'short/top/b/file', 'linked']) {
        assert.equal(box.read(path), 'inside', path);
      }
      assert.equal(box.read('b/../b/file', box.folder('a')), 'inside');
      // from a folder further down, the one above is outside
      assert.equal(
        codeOf(() => box.read('b/top/b/file', box.folder('a'))),
        'not-permitted',
      );
      assert.equal(
        codeOf(() => box.read('../b/file', box.folder('a/b'))),
        'not-permitted',
      );
      assert.equal(
        codeOf(() => box.read('top/b/file', box.folder('a/b'))),
        'not-permitted',
      );
    });

    test('a folder that is gone is not what has come in its place', () => {
      using box = openBox(sandbox);
      writeFileSync(box.at('own'), 'own');
      mkdirSync(box.at('a'));
      const a = box.folder('a');
      rmdirSync(box.at('a'));
      symlinkSync('../../..', box.at('a'));
      for (const path of ['etc/passwd', 'secret', '.', 'x']) {
        for (const [name, work] of Object.entries(everything(box, path, a))) {
          // the folder itself may still be looked at
          if (path === '.' && (sandbox === 'best' || name === 'stat')) continue;
          assert.match(
            codeOf(work) ?? 'none',
            /^(no-entry|not-permitted|invalid|is-directory|exist)$/,
            `${name} ${path}`,
          );
        }
      }
      assert.equal(
        codeOf(() => box.read('../secret', a)),
        'not-permitted',
      );
      if (sandbox === 'best') assert.deepEqual(list(a), []);
      else
        assert.equal(
          codeOf(() => list(a)),
          'no-entry',
        );
      assert.deepEqual(box.outside(), untouched);
    });

    test('a folder in which another stands for the one that was opened', () => {
      using box = openBox(sandbox);
      mkdirSync(box.at('a/sub'), { recursive: true });
      writeFileSync(box.at('a/file'), 'first');
      const a = box.folder('a');
      const sub = box.folder('a/sub');
      renameSync(box.at('a'), box.at('moved'));
      mkdirSync(box.at('a/sub'), { recursive: true });
      writeFileSync(box.at('a/file'), 'second');
      if (sandbox === 'best') {
        assert.equal(box.read('file', a), 'first');
        makeFolderAt(sub, 'made');
        assert.ok(existsSync(box.at('moved/sub/made')));
      } else {
        assert.equal(
          codeOf(() => box.read('file', a)),
          'no-entry',
        );
        assert.equal(
          codeOf(() => makeFolderAt(sub, 'made')),
          'no-entry',
        );
      }
      assert.ok(!existsSync(box.at('a/sub/made')));
    });

    test('a folder moved up while it is used stays a folder with nothing above', () => {
      using box = openBox(sandbox);
      mkdirSync(box.at('a/b/c'), { recursive: true });
      const c = box.folder('a/b/c');
      renameSync(box.at('a/b/c'), box.at('c'));
      assert.equal(
        codeOf(() => box.read('../../secret', c)),
        'not-permitted',
      );
      assert.deepEqual(box.outside(), untouched);
    });

    test('links are followed forty times, and not in a circle', () => {
      using box = openBox(sandbox);
      writeFileSync(box.at('0'), 'end');
      for (let index = 1; index <= 41; index += 1) symlinkSync(String(index - 1), box.at(String(index)));
      assert.equal(box.read('40'), 'end');
      assert.equal(
        codeOf(() => box.read('41')),
        'loop',
      );
      symlinkSync('self', box.at('self'));
      symlinkSync('pong', box.at('ping'));
      symlinkSync('ping/x', box.at('pong'));
      for (const path of ['self', 'self/x', 'ping', 'pong/y/']) {
        assert.equal(
          codeOf(() => box.read(path)),
          'loop',
          path,
        );
      }
    });

    test('a link to nothing is created through where it is followed, inside, and never else', () => {
      using box = openBox(sandbox);
      symlinkSync('made', box.at('link'));
      const create = { create: true, write: true };
      assert.equal(
        codeOf(() => box.open('link', { ...create, follow: false })),
        'loop',
      );
      assert.equal(
        codeOf(() => box.open('link', { ...create, exclusive: true })),
        'exist',
      );
      assert.equal(
        codeOf(() => box.open('link', { follow: false })),
        'loop',
      );
      assert.equal(
        codeOf(() => box.open('link', { follow: false, directory: true })),
        'not-directory',
      );
      assert.equal(
        codeOf(() => box.open('link')),
        'no-entry',
      );
      assert.ok(!existsSync(box.at('made')));
      assert.ok(box.open('link', create) instanceof File);
      assert.ok(existsSync(box.at('made')));
    });

    test('a slash at the end wants a folder', () => {
      using box = openBox(sandbox);
      writeFileSync(box.at('file'), 'kept');
      mkdirSync(box.at('folder'));
      symlinkSync('folder', box.at('to-folder'));
      symlinkSync('file', box.at('to-file'));
      const { base } = box;
      const codes: [string | undefined, () => unknown][] = [
        ['not-directory', () => box.open('file/')],
        ['not-directory', () => box.open('file///')],
        ['not-directory', () => box.open('to-file/')],
        ['not-directory', () => statAt(base, 'file/', false)],
        ['is-directory', () => box.open('new/', { create: true, write: true })],
        ['no-entry', () => box.open('new/')],
        ['not-directory', () => unlinkAt(base, 'file/')],
        ['not-directory', () => unlinkAt(base, 'to-folder/')],
        ['is-directory', () => unlinkAt(base, 'folder/')],
        ['is-directory', () => unlinkAt(base, 'folder')],
        ['not-directory', () => removeFolderAt(base, 'file/')],
        ['not-directory', () => removeFolderAt(base, 'file')],
        ['not-directory', () => removeFolderAt(base, 'to-folder/')],
        ['not-directory', () => linkAt(base, 'file/', false, base, 'x')],
        ['no-entry', () => linkAt(base, 'file', false, base, 'x/')],
        ['not-permitted', () => linkAt(base, 'folder', false, base, 'x')],
        ['not-directory', () => symlinkAt('x', base, 'file/')],
        ['exist', () => symlinkAt('x', base, 'folder/')],
        ['no-entry', () => symlinkAt('x', base, 'new/')],
        ['exist', () => makeFolderAt(base, 'file/')],
        ['not-directory', () => renameAt(base, 'file/', base, 'x')],
        ['not-directory', () => renameAt(base, 'file', base, 'x/')],
        ['invalid', () => readLinkAt(base, 'to-folder/')],
        [undefined, () => box.open('to-folder/', { follow: false })],
        [undefined, () => statAt(base, 'to-folder/', false)],
        [undefined, () => makeFolderAt(base, 'new//')],
        [undefined, () => renameAt(base, 'new/', base, 'newer/')],
        [undefined, () => renameAt(base, 'newer/', base, 'new')],
        [undefined, () => removeFolderAt(base, 'new/')],
      ];
      for (const [code, work] of codes) assert.equal(codeOf(work), code, String(work));
      assert.equal(readFileSync(box.at('file'), 'utf8'), 'kept');
    });

    test('the folder itself is no entry of its own', () => {
      using box = openBox(sandbox);
      const { base } = box;
      mkdirSync(box.at('sub'));
      writeFileSync(box.at('file'), '');
      for (const path of ['.', './', 'sub/..', 'sub/../.']) {
        const codes = {
          make: codeOf(() => makeFolderAt(base, path)),
          remove: codeOf(() => removeFolderAt(base, path)),
          unlink: codeOf(() => unlinkAt(base, path)),
          rename: codeOf(() => renameAt(base, path, base, 'x')),
          'rename to': codeOf(() => renameAt(base, 'file', base, path)),
          symlink: codeOf(() => symlinkAt('x', base, path)),
          link: codeOf(() => linkAt(base, path, false, base, 'x')),
          'link to': codeOf(() => linkAt(base, 'file', false, base, path)),
          readlink: codeOf(() => readLinkAt(base, path)),
          write: codeOf(() => box.open(path, { write: true })),
          open: codeOf(() => box.open(path)),
          stat: codeOf(() => statAt(base, path, false)),
        };
        assert.deepEqual(codes, {
          make: 'exist',
          remove: 'invalid',
          unlink: 'is-directory',
          rename: 'busy',
          'rename to': 'busy',
          symlink: 'exist',
          link: 'not-permitted',
          'link to': 'exist',
          readlink: 'invalid',
          write: 'is-directory',
          open: undefined,
          stat: undefined,
        });
      }
      assert.equal(
        codeOf(() => removeFolderAt(base, 'sub/.')),
        'invalid',
      );
      assert.equal(
        codeOf(() => makeFolderAt(base, 'none/.')),
        'no-entry',
      );
      assert.equal(
        codeOf(() => statAt(base, 'file/.', false)),
        'not-directory',
      );
      assert.equal(
        codeOf(() => statAt(base, '', false)),
        'no-entry',
      );
      assert.equal(
        codeOf(() => statAt(base, 'a\0b', false)),
        'invalid',
      );
      assert.equal(
        codeOf(() => statAt(base, 'x'.repeat(300), false)),
        'name-too-long',
      );
      assert.equal(
        codeOf(() => statAt(base, './'.repeat(3000), false)),
        'name-too-long',
      );
    });

    test('hard links and renames stay inside, and across folders work', () => {
      using box = openBox(sandbox);
      const { base } = box;
      mkdirSync(box.at('a'));
      mkdirSync(box.at('b'));
      writeFileSync(box.at('a/file'), 'text');
      symlinkSync('../secret', box.at('out'));
      symlinkSync('a/file', box.at('in'));
      linkAt(box.folder('a'), 'file', false, box.folder('b'), 'hard');
      assert.equal(box.read('b/hard'), 'text');
      linkAt(base, 'in', true, base, 'followed');
      assert.equal(box.read('followed'), 'text');
      assert.equal(
        codeOf(() => linkAt(base, 'out', true, base, 'x')),
        'not-permitted',
      );
      assert.equal(
        codeOf(() => linkAt(base, 'a/file', false, base, 'b/hard')),
        'exist',
      );
      if (process.platform === 'linux') {
        linkAt(base, 'out', false, base, 'same');
        assert.equal(readlinkSync(box.at('same')), '../secret');
        assert.equal(
          codeOf(() => box.read('same')),
          'not-permitted',
        );
      }
      renameAt(box.folder('a'), 'file', box.folder('b'), 'moved');
      assert.equal(box.read('b/moved'), 'text');
      assert.equal(
        codeOf(() => renameAt(base, 'b', base, 'b/inside')),
        'invalid',
      );
      assert.equal(
        codeOf(() => renameAt(base, 'b/moved', base, '../x')),
        'not-permitted',
      );
      // an absolute link is not made: on the host it would lead where the guest cannot see
      assert.equal(
        codeOf(() => symlinkAt('/etc', base, 'etc')),
        'not-permitted',
      );
      assert.deepEqual(box.outside(), untouched);
    });

    test(
      'a fifo, a device or a socket of the host is not waited for',
      { skip: process.platform === 'win32' },
      () => {
        using box = openBox(sandbox);
        execFileSync('mkfifo', [box.at('fifo')]);
        for (const how of [
          {},
          { write: true },
          { create: true, write: true },
          { truncate: true, write: true },
        ]) {
          assert.equal(
            codeOf(() => box.open('fifo', how)),
            'not-permitted',
          );
        }
        assert.equal(statAt(box.base, 'fifo', false).isFIFO(), true);
        unlinkAt(box.base, 'fifo');
      },
    );

    test('a file that is open stays what it was, and is truncated only as a file', () => {
      using box = openBox(sandbox);
      writeFileSync(box.at('file'), 'before');
      linkSync(box.at('file'), box.at('other'));
      const file = box.open('file', { read: true, write: true });
      assert.ok(file instanceof File);
      unlinkAt(box.base, 'file');
      symlinkSync('../secret', box.at('file'));
      file.write(Buffer.from('AFTER'), 0n);
      file.append(Buffer.from('!'));
      assert.equal(readFileSync(box.at('other'), 'utf8'), 'AFTERe!');
      assert.equal(
        codeOf(() => box.open('file', { truncate: true, write: true })),
        'not-permitted',
      );
      box.files.close(box.open('other', { truncate: true }));
      assert.equal(readFileSync(box.at('other'), 'utf8'), '');
      assert.deepEqual(box.outside(), untouched);
    });

    test('a guest that opens without end is told, and leaves nothing open', () => {
      using box = openBox(sandbox);
      writeFileSync(box.at('file'), '');
      const before = descriptors();
      let opened = 0;
      const code = codeOf(() => {
        for (; opened < 100_000; opened += 1) box.open('file');
      });
      assert.equal(code, 'too-many-files');
      assert.ok(opened >= 10, `${opened}`);
      box.files[Symbol.dispose]();
      assert.ok(descriptors() <= before);
    });
  });
}
