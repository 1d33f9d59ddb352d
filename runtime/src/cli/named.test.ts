/** Each path and name on the command line that cannot be used is told in a sentence of its own. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sharedFolder } from '../../../test/disk.ts';
import { slight } from './testing.ts';

const hello = path.join(import.meta.dirname, '../../../.cache/guests/c-hello.wasm');

const cwd = sharedFolder('slight-named-');
writeFileSync(
  path.join(cwd, 'slightfile.toml'),
  'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n',
);
writeFileSync(
  path.join(cwd, 'redis.toml'),
  'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
);
mkdirSync(path.join(cwd, 'folder.wasm'));
writeFileSync(path.join(cwd, 'file'), '');
symlinkSync('circle', path.join(cwd, 'circle'));
writeFileSync(path.join(cwd, 'sparse'), '');
truncateSync(path.join(cwd, 'sparse'), 2 ** 31);
const long = 'x'.repeat(300);
const cases: [readonly string[], RegExp][] = [
  [['run', hello, '--dir', 'nowhere'], /^slight: --dir nowhere: there is no such folder\. Make it first, /],
  [['run', hello, '--dir', 'file'], /^slight: --dir file is a file\. Name the folder that it is in\.\n$/],
  [['run', hello, '--dir', 'a::b::c'], /^slight: --dir a::b::c has :: more than once\. Write it as /],
  [['run', hello, '--dir', '::a'], /^slight: --dir ::a does not say the folder of this machine\. /],
  [['run', hello, '--dir', '.::'], /^slight: --dir \.:: does not say the folder that the guest /],
  [['run', hello, '--dir', 'circle'], /^slight: --dir circle cannot be used: .*circle \(ELOOP\)\. Check /],
  [['run', hello, '--env', '=x'], /^slight: --env =x names no variable\. Write it as --env NAME=VALUE\.\n$/],
  [['run', hello, '--data', 'file'], /^slight: --data file is a file\. Name a folder; /],
  [
    ['run', hello, '--data', 'file/a'],
    /^slight: --data file\/a cannot be used: .* \(ENOTDIR\)\. Check the path/,
  ],
  [['up', '--data', 'file'], /^slight: --data file is a file\. /],
  [['down', '--data', 'file'], /^slight: --data file is a file\. /],
  [
    ['run', hello, '--trace', 'folder.wasm'],
    /^slight: --trace folder\.wasm is a folder\. Name a file in it\.\n$/,
  ],
  [
    ['run', 'file', '--trace', 'file'],
    /^slight: --trace file would write over file\. Name another file\.\n$/,
  ],
  [
    ['up', '--trace', './slightfile.toml'],
    /^slight: --trace \.\/slightfile\.toml would write over slightfile/,
  ],
  [['run', hello, '--trace', 'file/a'], /^slight: The trace cannot be written to file\/a: .* \(ENOTDIR\)\. /],
  [
    ['run', hello, '--data', ''],
    /^slight: --data is followed by an empty path\. Name one, or leave --data out\.\n$/,
  ],
  [['run', ''], /^slight: No guest was named\. /],
  [['run', hello, '--trace', '-'], /^slight: --trace - names no file\. Name one; \/dev\/stderr is /],
  [
    ['secret', '-k', 'a', '-v', 'b', '-c', 'nowhere'],
    /^slight: There is no slightfile at nowhere\. Name one with -c, or make one, whose first line is specversion = "0\.2"\.\n$/,
  ],
  [['check', 'file/a'], /: a part of its path is a file, not a folder \(ENOTDIR\)\. /],
  [
    ['up', '--backends', 'local', '-c', 'redis.toml', '--data', `file/a`],
    /^slight: --data file\/a cannot be used: .* \(ENOTDIR\)\. Check the path, or choose another folder\.\n$/,
  ],
  [['check', ''], /^slight: There is no slightfile with an empty name\. /],
  [['run', 'folder.wasm'], /^slight: folder\.wasm is a folder\. Name the \.wasm file in it\.\n$/],
  [['run', 'circle'], /^slight: circle cannot be read: its symbolic links lead in a circle \(ELOOP\)\. /],
  [
    ['run', long],
    /^slight: x+ cannot be read: its name is too long \(ENAMETOOLONG\)\. Give it a shorter one\.\n$/,
  ],
  [['run', hello, '-c', 'folder.wasm'], /^slight: folder\.wasm is a folder\. Name the slightfile in it: -c /],
  [['check', 'folder.wasm'], /^slight: folder\.wasm is a folder\. Name the slightfile in it\.\n$/],
  [['secret', '-k', 'a', '-v', 'b', '-c', 'folder.wasm'], /^slight: folder\.wasm is a folder\. /],
  [['secret', '-k', '', '-v', 'b'], /^slight: A secret cannot have an empty name\. Give it one: /],
  [['secret', '-k', 'a'], /^slight: Standard input gave no value for a, so nothing was changed\. /],
  [['check', 'sparse'], /^slight: sparse is longer than 64 MiB, which no slightfile is\. Name another/],
  [['run', 'sparse'], /^slight: sparse is longer than 1024 MiB, which no engine can run\. Name another/],
];
if (process.platform === 'linux') {
  cases.push(
    [
      ['run', hello, '--dir', '/proc::/'],
      /^slight: --dir \/proc is the kernel's and holds no files: .*\.\n$/,
    ],
    [['run', hello, '--dir', '/proc/self/fd'], /^slight: --dir \/proc\/self\/fd is the kernel's /],
    [['check', '/dev/zero'], /^slight: \/dev\/zero is longer than 64 MiB, which no slightfile is\. /],
    // where the system refuses every folder as if the one above it were missing
    [
      ['up', '-c', 'redis.toml', '--backends', 'local', '--data', '/proc/none'],
      /^slight: The data folder \/proc\/none cannot be made: .* \(ENOENT\)\. Check the path, or choose /,
    ],
  );
}
for (const [args, message] of cases) {
  test(args.map((arg) => path.basename(arg.slice(0, 20))).join(' '), () => {
    const { code, stderr } = slight(args, { cwd });
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /bug in slight/);
    assert.equal(code, 2);
    assert.deepEqual(readdirSync(cwd).sort(), [
      'circle',
      'file',
      'folder.wasm',
      'redis.toml',
      'slightfile.toml',
      'sparse',
    ]);
  });
}
