/** A program in its sandbox, as a module of WASI preview 1 and as a component of WASI 0.2. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import type { GuestIo } from '@slight/runtime/guest/guest.ts';
import { guest, runGuest } from './guests.ts';

for (const name of ['c-probe', 'c-probe-component']) {
  const probe = async (args: readonly string[], io: Partial<GuestIo> = {}) =>
    runGuest(await guest(name), args, io);

  describe(name, () => {
    test('prints, and gets its arguments', async () => {
      assert.deepEqual(await probe(['hello', 'stderr', 'no']), {
        code: 0,
        stdout: 'Hello, SpiderLightning!\n',
        stderr: 'no\n',
      });
      const { stdout } = await probe(['args', '', 'zwei drei', '😀']);
      assert.equal(stdout, 'guest\nargs\n\nzwei drei\n😀\n');
    });

    test('prints what is larger than a buffer', async () => {
      await using folder = await temporaryFolder();
      const long = 'x'.repeat(300_000);
      await writeFile(path.join(folder.path, 'long'), long);
      assert.equal((await probe(['read', '/data/long'], { folders: { '/data': folder.path } })).stdout, long);
    });

    test(
      'lists and looks at a folder with a socket and a fifo in it',
      { skip: process.platform === 'win32' },
      async () => {
        await using folder = await temporaryFolder();
        const server = createServer().listen(path.join(folder.path, 'socket'));
        await once(server, 'listening');
        try {
          execFileSync('mkfifo', [path.join(folder.path, 'fifo')]);
          const { stdout } = await probe(['list', '/data', 'size', '/data/socket', 'size', '/data/fifo'], {
            folders: { '/data': folder.path },
          });
          assert.equal(stdout, 'fifo\nsocket\n0\n0\n');
        } finally {
          server.close();
        }
      },
    );

    test('ends with its exit code', async () => {
      assert.equal((await probe(['exit', '0'])).code, 0);
      // wasi:cli/exit knows success and failure only
      assert.equal((await probe(['exit', '3'])).code, name === 'c-probe' ? 3 : 1);
    });

    test('traps', async () => {
      await assert.rejects(
        probe(['trap']),
        (error) => error instanceof GuestTrap && /unreachable/.test(error.message),
      );
      await assert.rejects(probe(['overflow']), GuestTrap);
    });

    test('what it printed before it trapped was seen', async () => {
      const seen: string[] = [];
      const stdout = (bytes: Uint8Array) => void seen.push(Buffer.from(bytes).toString());
      await assert.rejects(probe(['hello', 'trap'], { stdout }), GuestTrap);
      assert.equal(seen.join(''), 'Hello, SpiderLightning!\n');
    });

    test('has clocks and random numbers', async () => {
      const before = Math.floor(Date.now() / 1000);
      const { stdout } = await probe(['time', 'sleep', '20', 'random', 'random']);
      const [time, slept, one, other] = stdout.split('\n');
      assert.ok(Number(time) >= before && Number(time) <= Date.now() / 1000, time);
      assert.equal(slept, 'slept long enough');
      assert.match(one ?? '', /^[0-9a-f]{32}$/);
      assert.notEqual(one, other);
    });

    test('sees no environment, no file and no input that it was not given', async () => {
      process.env['SLIGHT_TEST_SECRET'] = 'secret';
      const { stdout } = await probe([
        'env',
        'stdin',
        'read',
        '/etc/passwd',
        'read',
        '../../../etc/passwd',
        'list',
        '/',
      ]);
      assert.doesNotMatch(stdout, /secret|root:/);
      assert.match(stdout, /^cannot read .*\ncannot read .*\ncannot list .*\n$/);
    });

    test('sees the variables that it was given', async () => {
      const { stdout } = await probe(['env'], { environment: { GREETING: 'hello=world', EMPTY: '' } });
      assert.deepEqual(stdout.split('\n').sort(), ['', 'EMPTY=', 'GREETING=hello=world']);
    });

    for (const sandbox of ['best', 'identity'] as const) {
      test(`reads and writes in the folder that it was given, held in the way “${sandbox}”`, async () => {
        await using folder = await temporaryFolder();
        const { stdout } = await probe(
          [
            ...[
              'write',
              '/data/a.txt',
              'one',
              'append',
              '/data/a.txt',
              ' two',
              'read',
              '/data/a.txt',
              'hello',
            ],
            ...[
              'size',
              '/data/a.txt',
              'write',
              '/data/a.txt',
              'short',
              'size',
              '/data/a.txt',
              'read',
              '/data/none',
            ],
            ...[
              'mkdir',
              '/data/sub',
              'mkdir',
              '/data/sub',
              'rename',
              '/data/a.txt',
              '/data/sub/b.txt',
              'list',
              '/data/sub',
            ],
            ...['symlink', 'sub/b.txt', '/data/link', 'read', '/data/link', 'hello', 'remove', '/data/link'],
            ...['remove', '/data/sub', 'read', '/data/sub/b.txt/c', 'read', '/data/sub/../sub/./b.txt'],
          ],
          { folders: { '/data': folder.path }, sandbox },
        );
        assert.deepEqual(stdout.split('\n'), [
          ...[
            'one twoHello, SpiderLightning!',
            '7',
            '5',
            'cannot read /data/none: No such file or directory',
          ],
          ...['mkdir: done', 'mkdir: File exists', 'rename: done', 'b.txt'],
          ...['symlink: done', 'shortHello, SpiderLightning!', 'remove: done'],
          ...['remove: Directory not empty', 'cannot read /data/sub/b.txt/c: Not a directory', 'short'],
        ]);
        assert.equal(await readFile(path.join(folder.path, 'sub/b.txt'), 'utf8'), 'short');
      });
    }

    for (const sandbox of ['best', 'identity'] as const) {
      test(`does not get out of its folder, held in the way “${sandbox}”`, async () => {
        await using folder = await temporaryFolder();
        const inside = path.join(folder.path, 'inside');
        await mkdir(inside);
        await writeFile(path.join(folder.path, 'outside'), 'secret');
        await symlink('../outside', path.join(inside, 'relative'));
        await symlink(path.join(folder.path, 'outside'), path.join(inside, 'absolute'));
        await symlink('..', path.join(inside, 'up'));
        await symlink('loop', path.join(inside, 'loop'));
        await symlink('../new', path.join(inside, 'dangling'));
        await mkdir(path.join(inside, 'deep'));
        const reads = [
          '../outside',
          'relative',
          'absolute',
          'up/outside',
          'loop',
          'up/inside/up/outside',
          'deep/../up/outside',
        ];
        const { stdout } = await probe(
          [
            ...reads.flatMap((one) => ['read', `/in/${one}`]),
            ...[
              'write',
              '/in/../new',
              'x',
              'write',
              '/in/relative',
              'x',
              'write',
              '/in/up/new',
              'x',
              'mkdir',
              '/in/up/new',
            ],
            ...[
              'rename',
              '/in/up/outside',
              '/in/mine',
              'remove',
              '/in/up/outside',
              'symlink',
              '/etc',
              '/in/etc',
            ],
            ...[
              'write',
              '/in/dangling',
              'x',
              'rename',
              '/in/relative',
              '/in/up/new',
              'list',
              '/in/up',
              'size',
              '/in/up/outside',
            ],
            // a link of its own making may lead out, where it may make one, but the guest does not go there
            ...[
              'symlink',
              '..',
              '/in/deep/up',
              'hello',
              'read',
              '/in/deep/up/up/outside',
              'symlink',
              '../..',
              '/in/deep/out',
            ],
            ...['hello', 'read', '/in/deep/out/outside'],
          ],
          { folders: { '/in': inside }, sandbox },
        );
        assert.doesNotMatch(stdout.replaceAll('symlink: done', ''), /secret|done/);
        assert.deepEqual((await readdir(folder.path)).sort(), ['inside', 'outside']);
        assert.equal(await readFile(path.join(folder.path, 'outside'), 'utf8'), 'secret');
      });
    }
  });
}

test('while a component sleeps, the runtime goes on', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const { stdout } = await runGuest(await guest('c-probe-component'), ['sleep', '50']);
  clearInterval(timer);
  assert.equal(stdout, 'slept long enough\n');
  assert.ok(turns > 3, `${turns} turns`);
});

test('a component that imports the network starts, and is stopped where it reaches for it', async () => {
  const network = await guest('c-network-component');
  assert.equal((await runGuest(network)).stdout, 'started\n');
  await assert.rejects(
    runGuest(network, ['use']),
    (error) =>
      error instanceof GuestTrap &&
      error.message ===
        'The guest called instance-network of wasi:sockets/instance-network@0.2.12. This version of slight does not serve that: build the guest without it, or ask for it in an issue.',
  );
});

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-test-'));
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
