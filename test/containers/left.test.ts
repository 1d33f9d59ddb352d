/** What was left in a workspace's folder, or in its user's PATH, and is not as it should be. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { stopKept } from '@slight/runtime/backends/down.ts';
import { redisCase, workspace } from './run.ts';
import type { Workspace } from './run.ts';

const { request } = redisCase;
const never = new AbortController().signal;

const broken: readonly (readonly [what: string, text: string, why: string])[] = [
  ['empty', '', 'it is empty'],
  ['cut off', '{"version":2,"backend":"red', 'it is no JSON, or not all of it'],
  ['a list', '[]', 'it is no JSON object'],
  ['of another version', '{"version":7,"backend":"redis"}', 'another version of slight wrote it'],
  [
    'of 0.1',
    '{"backend":"redis","handle":{"rung":"local","process":{"pid":1,"began":""}},"kept":false}',
    'another version of slight wrote it',
  ],
  [
    'of other types',
    '{"version":2,"backend":1,"handle":{"rung":"local"},"kept":"no"}',
    'it does not say what it should',
  ],
];

for (const [what, text, why] of broken) {
  test(`a state.json that is ${what} is told, and a server is started`, async () => {
    await using space = await workspace();
    const file = await writeState(space, text);
    await using ladder = space.ladder({ choice: 'local' });
    const { rung, reasons } = await ladder.climb(request);
    assert.equal(rung, 'local');
    assert.deepEqual(reasons, [`What was written down of Redis, in ${file}, cannot be read: ${why}.`]);
  });

  // once what is not there at all, and once what looks like something
  if (what !== 'empty' && what !== 'of 0.1') continue;

  test(`a state.json that is ${what} while a server runs: no second one on its folder`, async () => {
    await using space = await workspace();
    const killed = await space.climber({ choice: 'local', requests: [request] });
    const [first = assert.fail()] = killed.steps;
    await redisCase.put(first, 'written');
    await writeState(space, text);
    {
      await using ladder = space.ladder();
      assert.equal((await ladder.climb(request)).rung, 'embedded', 'it is used');
    }
    assert.equal((await space.running()).length, 1);
    await killed.end('SIGKILL');
    await using ladder = space.ladder();
    const step = await ladder.climb(request);
    assert.equal(step.rung, 'local');
    assert.equal((await space.running()).length, 1);
    assert.equal(await redisCase.get(step), 'written');
  });

  test(`down with a state.json that is ${what} says so, and stops what runs`, async () => {
    await using space = await workspace();
    await writeState(space, text);
    const [down] = await stopKept(space.stateDir, space.environment, never);
    assert.equal(down?.kind, 'failed');
    assert.match(down.reason ?? '', new RegExp(`cannot be read \\(${why}\\)`));
    assert.deepEqual(await stopKept(space.stateDir, space.environment, never), []);
    const killed = await space.climber({ choice: 'local', requests: [request] });
    await killed.end('SIGKILL');
    await writeState(space, text);
    assert.deepEqual(
      (await stopKept(space.stateDir, space.environment, never)).map(({ kind }) => kind),
      ['stopped'],
    );
    assert.deepEqual(await space.running(), []);
  });
}

test('a folder that is another user’s, read-only or a file is told, and the run goes on without a server', async (t) => {
  await using space = await workspace();
  const backends = path.join(space.stateDir);
  await mkdir(backends, { recursive: true });
  await writeFile(path.join(backends, 'redis'), 'a file');
  const step = await climbed(space);
  assert.equal(step.rung, 'embedded');
  assert.equal(
    step.reasons.at(-1),
    `The folder ${backends}/redis cannot be used: something else is in its place (EEXIST). Move that away, or choose another folder with --data.`,
  );
  if (process.getuid?.() !== 0) {
    t.diagnostic('only root can make what is another user’s');
    return;
  }
  await rm(path.join(backends, 'redis'));
  await chmod(space.folder, 0o755);
  // root's folder, and a run of nobody's
  const script = `
    import { createLadder } from '${import.meta.resolve('@slight/runtime/backends/ladder.ts')}';
    process.setgid(65534); process.setuid(65534);
    await using ladder = createLadder({ stateDir: ${JSON.stringify(backends)}, workspace: ${JSON.stringify(space.folder)}, choice: 'auto', keep: false,
      signal: AbortSignal.timeout(30_000), onEvent() {}, environment: { PATH: process.env.PATH, DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    const { rung, reasons } = await ladder.climb({ resource: 'keyvalue.redis', name: 'pets', configs: {} });
    console.log(JSON.stringify([rung, reasons.at(-1)]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  assert.deepEqual(JSON.parse(stdout || `"${stderr}"`), [
    'embedded',
    `The folder ${backends}/redis cannot be used: you have no permission, since ${backends} belongs to another user (EACCES). Take it back with sudo chown -R 65534 ${path.dirname(backends)}, or choose another folder with --data.`,
  ]);
});

const programs: Readonly<Record<string, [make: (file: string) => Promise<unknown>, clause: RegExp]>> = {
  'a folder': [(file) => mkdir(file), /redis-server is a folder\.$/],
  'not executable': [(file) => writeFile(file, 'x', { mode: 0o644 }), /redis-server is not executable\.$/],
  'a script without its interpreter': [
    (file) => writeFile(file, '#!/nowhere/sh -e\n', { mode: 0o755 }),
    /redis-server needs \/nowhere\/sh, which is not there\.$/,
  ],
  'for another machine': [
    async (file) => {
      const binary = await readFile(process.execPath);
      // s390x, or where this is one, x86-64: no machine that runs these tests runs both
      binary.writeUInt16LE(process.arch === 's390x' ? 62 : 22, 18);
      await writeFile(file, binary.subarray(0, 4096), { mode: 0o755 });
    },
    /redis-server is a program for another kind of machine\.$/,
  ],
  'no program': [
    (file) => writeFile(file, Buffer.from([1, 2, 0, 3]), { mode: 0o755 }),
    /redis-server is no program that this machine can run\.$/,
  ],
  'a broken link': [(file) => symlink('/nowhere/redis-server', file), /^redis-server is neither on PATH/],
  'without its loader': [
    async (file) => {
      const binary = await readFile('/usr/bin/redis-server');
      const at = binary.indexOf('/lib64/ld-linux');
      if (at > 0) binary.write('/nowhr', at);
      else binary.fill(0, 64, 4096);
      await writeFile(file, binary, { mode: 0o755 });
    },
    /^redis-server at 127\.0\.0\.1:\d+ (cannot be started: the interpreter or loader that it needs is not there|ended with)/,
  ],
};

for (const [what, [make, clause]] of Object.entries(programs)) {
  test(`a redis-server that is ${what} is none, and why is said; one behind it on PATH is used`, async () => {
    await using space = await workspace();
    const bin = path.join(space.folder, 'bin');
    await mkdir(bin);
    await make(path.join(bin, 'redis-server'));
    {
      await using ladder = space.ladder({ environment: { ...space.environment, PATH: bin } });
      const { rung, reasons } = await ladder.climb(request);
      assert.equal(rung, 'embedded');
      assert.match(reasons[1] ?? '', clause);
      assert.doesNotMatch(reasons.join(' '), /E[A-Z]{4,}|spawn/);
    }
    if (what === 'without its loader') return;
    const environment = { ...space.environment, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    await using ladder = space.ladder({ environment });
    assert.equal((await ladder.climb(request)).rung, 'local');
  });
}

async function writeState(space: Workspace, text: string): Promise<string> {
  const file = path.join(space.stateDir, 'redis/state.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function climbed(space: Workspace) {
  await using ladder = space.ladder();
  return await ladder.climb(request);
}
