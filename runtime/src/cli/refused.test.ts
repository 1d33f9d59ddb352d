/** What the system refuses is told in a sentence with its remedy, and never as a bug. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Disk } from '../../../test/disk.ts';
import { nobody, noDisk, sharedFolder, smallDisk, unreadableToNobody } from '../../../test/disk.ts';
import { main, slight } from './testing.ts';
import type { Ended } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');
const hello = path.join(guests, 'c-hello.wasm');
const component = path.join(guests, 'c-hello-component.wasm');
/** A core module that is made a component, which is kept; without arguments it says how it is used, and ends with 1. */
const core = path.join(guests, 'c-keyvalue-core.wasm');
const set = [path.join(guests, 'c-keyvalue-0.5.wasm'), '--', 'orders', 'set', 'a', 'one'];

const slightfile = (resource = 'keyvalue.filesystem') =>
  `specversion = "0.2"\n[[capability]]\nresource = "${resource}"\nname = "orders"\n`;

function workspace(resource?: string): string {
  const folder = sharedFolder('slight-refused-');
  writeFileSync(path.join(folder, 'slightfile.toml'), slightfile(resource));
  return folder;
}

function isTold({ code, stderr }: Ended, message: RegExp, wanted: number): void {
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /bug in slight| {4}at /);
  assert.equal(code, wanted, stderr);
}

test('a run that stores nothing makes no folder, and needs none', () => {
  const cwd = workspace('keyvalue.redis');
  const { code, stderr } = slight(['run', hello], { cwd });
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(slight(['run', component], { cwd }).code, 0);
  assert.deepEqual(readdirSync(cwd), ['slightfile.toml']);
  writeFileSync(path.join(cwd, '.slight'), '');
  assert.equal(slight(['run', hello], { cwd }).code, 0);
});

for (const [what, args] of Object.entries({ 'a store': set, 'a core module': [core] })) {
  test(`what is made for ${what} keeps itself out of git`, () => {
    const cwd = workspace();
    slight(['run', ...args], { cwd });
    assert.equal(readFileSync(path.join(cwd, '.slight/.gitignore'), 'utf8'), '*\n');
  });
}

test("a folder of the user's own that is named for data is not kept out of git", () => {
  const cwd = workspace();
  assert.equal(slight(['run', '--data', '.', ...set], { cwd }).code, 0);
  assert.equal(slight(['run', '--data', 'new', ...set], { cwd }).code, 0);
  assert.deepEqual(readdirSync(cwd).sort(), ['keyvalue', 'new', 'slightfile.toml']);
  assert.deepEqual(readdirSync(path.join(cwd, 'new')).sort(), ['.gitignore', 'keyvalue']);
});

test('a file where the data folder should be is told when something is to be stored', () => {
  const cwd = workspace();
  writeFileSync(path.join(cwd, '.slight'), '');
  isTold(
    slight(['run', ...set], { cwd }),
    /The data folder .*\.slight cannot be made: something else is in its place \(EEXIST\)\. Move that away, or choose another folder with --data\./,
    1,
  );
});

for (const args of [['run', hello], ['up'], ['down'], ['check'], ['secret', '-k', 'a', '-v', 'b']]) {
  test(`a folder that is gone under slight ${args[0]} is told as that`, () => {
    const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
    const folder = sharedFolder('slight-gone-');
    const command = ['-c', script, 'sh', folder, process.execPath, main, ...args];
    const { status: code, stdout, stderr } = spawnSync('sh', command, { encoding: 'utf8' });
    isTold(
      { code, stdout, stderr },
      /^slight: The folder that slight was started in is gone\. Start it in another\.\n$/,
      2,
    );
  });
}

test('where no more files may be open, that is told, and neither a file nor a folder is blamed', () => {
  const cwd = workspace('keyvalue.redis');
  // what Node itself opens is another number with each version: from too few on to enough
  for (let limit = 18; limit < 60; limit += 3) {
    const script = `ulimit -n ${limit} && exec "$@"`;
    const args = [process.execPath, main, 'run', '--backends', 'local', ...set];
    const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...args], { cwd, encoding: 'utf8' });
    if (status === 0) return;
    // before slight begins, Node tells in its own way
    if (status !== 2) continue;
    assert.match(stderr, /: too many files are open \(EMFILE\)\. Raise the limit \(ulimit -n\)\. ?/);
    assert.doesNotMatch(stderr, /node cannot be used|named pipe|bug in slight| {4}at /);
  }
  assert.fail('it never ran');
});

describe('a full disk', { skip: noDisk }, () => {
  const full = (resource?: string): Disk => {
    const disk = smallDisk();
    writeFileSync(path.join(disk.folder, 'slightfile.toml'), slightfile(resource));
    disk.fill();
    return disk;
  };

  test('is told to the guest that stores, and to its user', () => {
    using disk = full();
    isTold(
      slight(['run', ...set], { cwd: disk.folder }),
      /keyvalue\.open\("orders"\): The disk that holds .*values\.sqlite is full\. Make room on it, or choose another folder with --data\.\n$/,
      1,
    );
    assert.deepEqual(readdirSync(path.join(disk.folder, '.slight')), ['keyvalue'], 'no empty .gitignore');
  });

  test('keeps no component from running, and is not filled by half of one', () => {
    using disk = full();
    const ended = slight(['run', core], { cwd: disk.folder });
    isTold(
      ended,
      /^slight {2}What was made of this component is not kept, .*: the disk is full \(ENOSPC\)\.\n/,
      1,
    );
    assert.deepEqual(readdirSync(path.join(disk.folder, '.slight/cache')), []);
    assert.equal(slight(['run', component], { cwd: disk.folder }).stdout, 'Hello, SpiderLightning!\n');
  });

  test('ends a trace with a whole line, and not the run', () => {
    using disk = smallDisk();
    // room for the first events, and not for the last
    writeFileSync(path.join(disk.folder, 'filling'), Buffer.alloc(60 * 1024));
    const echo = [
      ...set.slice(0, 3),
      ...Array.from({ length: 60 }, () => ['set', 'key', 'v'.repeat(60)]).flat(),
    ];
    const trace = path.join(disk.folder, 'trace.jsonl');
    const ended = slight(['run', '--trace', trace, ...echo], { cwd: workspace() });
    isTold(
      ended,
      /\nslight: The trace in .*trace\.jsonl ends here, and the run goes on: the disk is full \(ENOSPC\)\. Make room on it\.\n/,
      0,
    );
    assert.equal(ended.stderr.split('ends here').length, 2, 'once');
    const lines = readFileSync(trace, 'utf8').split('\n');
    assert.equal(lines.pop(), '');
    assert.ok(lines.length > 2);
    lines.forEach((line) => JSON.parse(line) as unknown);
  });

  test('leaves a slightfile as it was when a secret does not fit any more', () => {
    using disk = smallDisk();
    const file = path.join(disk.folder, 'slightfile.toml');
    // what is left takes the half of it once more
    const before = `# ${'x'.repeat(40 * 1024)}\n${slightfile()}`;
    writeFileSync(file, before);
    const env = { XDG_CONFIG_HOME: sharedFolder('slight-key-') };
    isTold(
      slight(['secret', '-k', 'a', '-v', 'b'], { cwd: disk.folder, env }),
      /^slight: slightfile\.toml cannot be written, so nothing was changed: the disk is full \(ENOSPC\)\. Make room on it\.\n$/,
      2,
    );
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.deepEqual(readdirSync(disk.folder), ['slightfile.toml']);
  });

  test('keeps a server from starting, which nobody could stop after a kill', () => {
    using disk = full('keyvalue.redis');
    const why =
      /The folder .*\.slight.* cannot be used: the disk is full \(ENOSPC\)\. Make room on it, or choose /;
    const local = ['--backends', 'local'];
    isTold(slight(['run', ...local, ...set], { cwd: disk.folder }), why, 2);
    const up = slight(['up', ...local], { cwd: disk.folder });
    isTold(up, why, 2);
    assert.equal(slight(['down'], { cwd: disk.folder }).stdout, 'No server runs for slightfile.toml.\n');
  });
});

describe('a read-only disk', { skip: noDisk }, () => {
  const protectedDisk = (): Disk => {
    const disk = smallDisk();
    writeFileSync(path.join(disk.folder, 'slightfile.toml'), slightfile());
    disk.protect();
    return disk;
  };
  const readOnly = String.raw`it is on a disk that can only be read \(EROFS\)`;

  test('runs what stores nothing, a component too', () => {
    using disk = protectedDisk();
    assert.deepEqual(slight(['run', hello], { cwd: disk.folder }).code, 0);
    assert.deepEqual(slight(['run', component], { cwd: disk.folder }).code, 0);
    isTold(slight(['run', core], { cwd: disk.folder }), new RegExp(`again: ${readOnly}\\.\n`), 1);
  });

  test('is told where something is to be written', () => {
    using disk = protectedDisk();
    const cwd = disk.folder;
    isTold(
      slight(['run', ...set], { cwd }),
      new RegExp(`The data folder .* cannot be made: ${readOnly}\\. `),
      1,
    );
    isTold(slight(['run', '--trace', 'a', hello], { cwd }), new RegExp(`written to a: ${readOnly}\\. `), 2);
    const env = { XDG_CONFIG_HOME: cwd };
    const secret = ['secret', '-k', 'a', '-v', 'b'];
    isTold(
      slight(secret, { cwd, env }),
      new RegExp(`slightfile\\.toml cannot be written, so nothing was changed: ${readOnly}\\. `),
      2,
    );
    const elsewhere = path.join(sharedFolder('slight-key-'), 'slightfile.toml');
    writeFileSync(elsewhere, '');
    isTold(
      slight([...secret, '-c', elsewhere], { cwd, env }),
      new RegExp(`The key of .*: ${readOnly}\\. `),
      2,
    );
  });
});

describe("another user's files", { skip: unreadableToNobody(main) }, () => {
  const asNobody = (args: readonly string[], cwd: string): Ended => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: path.join(cwd, 'config') },
      ...nobody,
    });
    return { code: status, stdout, stderr };
  };
  const denied = String.raw`you have no permission \(EACCES\)`;
  const foreign =
    process.getuid?.() === 0
      ? String.raw`you have no permission, since .* belongs to another user \(EACCES\)\. Take it back with sudo chown -R 65534 \S+\/\.slight, or choose another folder with --data`
      : denied;
  const workspaceOf = (resource?: string): string => {
    const folder = workspace(resource);
    mkdirSync(path.join(folder, '.slight/backends'), { recursive: true });
    if (process.getuid?.() !== 0) chmodSync(path.join(folder, '.slight'), 0o500);
    return folder;
  };

  test('are told as that, each with what it was needed for', () => {
    const cwd = workspaceOf();
    for (const name of ['closed.toml', 'closed.wasm']) writeFileSync(path.join(cwd, name), '', { mode: 0 });
    isTold(
      asNobody(['check', 'closed.toml'], cwd),
      new RegExp(`closed\\.toml cannot be read: ${denied}\\. Check `),
      2,
    );
    isTold(
      asNobody(['run', 'closed.wasm'], cwd),
      new RegExp(`closed\\.wasm cannot be read: ${denied}\\. `),
      2,
    );
    isTold(asNobody(['run', ...set], cwd), new RegExp(`The data folder .* cannot be made: ${denied}\\. `), 1);
  });

  test('keep a server from starting, and are not taken for no server', () => {
    const cwd = workspaceOf('keyvalue.redis');
    const state = path.join(cwd, '.slight/backends');
    const why = new RegExp(`The folder .*\\.slight.* cannot be used: ${foreign}\\. `);
    isTold(asNobody(['run', '--backends', 'local', ...set], cwd), why, 2);
    chmodSync(state, 0);
    isTold(asNobody(['run', '--backends', 'local', ...set], cwd), why, 2);
    isTold(asNobody(['down'], cwd), new RegExp(`What runs is not known: .*: ${foreign}\\.`), 2);
    assert.ok(existsSync(state) && statSync(state).isDirectory());
  });
});
