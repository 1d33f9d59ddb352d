/** Guests that keep blobs, run as a user runs them: `slight run`, with a slightfile that serves them from a folder. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { main } from '../../runtime/src/cli/testing.ts';

const guestFile = (name: string) => path.join(import.meta.dirname, '../../.cache/guests', `${name}.wasm`);

const guests = ['c-blob-store', 'c-blob-store-component', 'c-wasi-blobstore'];

interface Run extends AsyncDisposable {
  readonly folder: string;
  /** Runs the guest with commands to its end. `most`: the memory that slight had, in MB. */
  readonly run: (
    guest: string,
    ...commands: readonly string[]
  ) => Promise<{
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
    readonly most: number;
  }>;
}

/** An app with the container `photos`, and others. */
async function app(...others: readonly string[]): Promise<Run> {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-blobs-'));
  writeFileSync(
    path.join(folder.path, 'slightfile.toml'),
    ['specversion = "0.2"\n', ...['photos', ...others].map(declared)].join('\n'),
  );
  return {
    folder: folder.path,
    async run(guest, ...commands) {
      const child = spawn(process.execPath, [main, 'run', guestFile(guest), '--', ...commands], {
        cwd: folder.path,
        env: { ...process.env, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let most = 0;
      const watching = setInterval(() => (most = Math.max(most, residentMegabytes(child.pid))), 20);
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit') as Promise<[number]>,
      ]);
      clearInterval(watching);
      return { code, stdout, stderr, most };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function declared(name: string): string {
  return `[[capability]]\nresource = "blobstore.filesystem"\nname = "${name}"\n`;
}

/** The most that a process has had in memory so far; 0 where the system does not tell, or it has ended. */
function residentMegabytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

describe('a guest that keeps blobs in a folder', () => {
  for (const guest of guests) {
    test(`${guest} finds in the next run what it wrote in this one`, async () => {
      await using one = await app();
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
      await using one = await app();
      const { code, stdout } = await one.run(guest, 'photos', 'read', 'none', 'stat', 'none', 'read', '');
      assert.equal(code, 0);
      const [kase, inside] =
        guest === 'c-blob-store-component'
          ? ['object-not-found', '']
          : [guest === 'c-blob-store' ? 'unexpected-error' : 'error', 'object-not-found: '];
      const missing = `failed: ${kase}: ${inside}there is no object "none"`;
      assert.match(stdout, new RegExp(`^read ${missing}\nstat ${missing}\nread failed: .*name is empty`));
      const undeclared = await one.run(guest, 'cellar', 'list');
      assert.match(undeclared.stdout, /^open failed: .*no blobstore capability named "cellar" is declared/);
    });

    test(`${guest} that dies while it writes leaves nothing of the object`, async () => {
      await using one = await app();
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
        await using one = await app();
        const size = '150000000';
        const { code, stdout, most } = await one.run(guest, 'photos', 'fill', 'big', size, 'sum', 'big');
        assert.deepEqual([code, stdout], [0, `fill:\nsum: ${size} ${size}\n`]);
        assert.ok(most > 0 && most < 150, `${most.toFixed()} MB`);
      },
    );
  }

  test('a guest of slight 0.5 asks how much is left to read', async () => {
    await using one = await app();
    const { stdout } = await one.run('c-blob-store', 'photos', 'write', 'a', 'miau', 'available', 'a');
    assert.equal(stdout, 'write:\navailable: 4\n');
  });

  test('containers of wasi:blobstore are those that the slightfile declares', async () => {
    await using one = await app('archive');
    const commands = ['exists', 'photos', 'exists', 'cellar', 'create', 'archive', 'create', 'cellar'];
    const { stdout } = await one.run('c-wasi-blobstore', 'photos', ...commands);
    assert.match(
      stdout,
      /^exists: true\nexists: false\ncreate:\ncreate failed: error: no blobstore capability named "cellar" is declared/,
    );
  });

  test('objects are copied and moved between containers of wasi:blobstore, and a container is removed with them', async () => {
    await using one = await app('archive');
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
