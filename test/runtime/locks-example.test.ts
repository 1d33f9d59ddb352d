/** examples/locks as it is in the repository, run several times at once by what ships, with nothing but a folder; and locks of runs that end. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { shipped } from '../shipped.ts';

const root = path.join(import.meta.dirname, '../..');
const example = path.join(root, 'examples/locks');
const guest = (name: string) => path.join(root, '.cache/guests', `${name}.wasm`);

function start(cwd: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [shipped('slight.mjs'), 'run', ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  });
}

test('several processes count together, one at a time, also where the slightfile names etcd and Redis', async () => {
  execFileSync(process.execPath, ['scripts/build-example.ts', 'locks'], { cwd: root });
  const slightfiles = {
    folder: undefined,
    servers: ['distributed_locking.etcd', 'keyvalue.redis'],
  };
  for (const resources of Object.values(slightfiles)) {
    const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-locks-'));
    if (!resources) copyFileSync(path.join(example, 'slightfile.toml'), path.join(cwd, 'slightfile.toml'));
    else {
      const [locks, store] = resources;
      const declared = [`resource = "${locks}"\nname = "turns"`, `resource = "${store}"\nname = "counter"`];
      const blocks = declared.map((one) => `[[capability]]\n${one}\n`);
      writeFileSync(path.join(cwd, 'slightfile.toml'), `specversion = "0.2"\n${blocks.join('')}`);
    }
    const rungs = resources ? ['--backends', 'local'] : [];
    const runs = Array.from({ length: 3 }, () =>
      start(cwd, ...rungs, path.join(example, 'locks.wasm'), '--', '10'),
    );
    const said = await Promise.all(runs.map((run) => text(run.stdout ?? assert.fail())));
    const last = said.map((line) => Number(/^Counted 10 times, to (\d+) at last\.\n$/.exec(line)?.[1]));
    assert.equal(Math.max(...last), 30, said.join(''));
  }
});

for (const how of ['ends', 'traps', 'is killed']) {
  test(`the lock of a guest that ${how} is free`, async () => {
    const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-locks-'));
    writeFileSync(
      path.join(cwd, 'slightfile.toml'),
      'specversion = "0.2"\n[[capability]]\nresource = "distributed_locking.filesystem"\nname = "jobs"\n',
    );
    const commands = how === 'traps' ? ['wait', 'trap'] : ['wait'];
    const holder = start(cwd, guest('c-locks-0.5'), '--', 'jobs', 'lock', 'a', ...commands);
    const [held] = (await once(holder.stdout ?? assert.fail(), 'data')) as [Buffer];
    assert.match(String(held), /^lock: /);
    const next = start(cwd, guest('c-locks-component'), '--', 'jobs', 'lock', 'a', 'unlock-last');
    const said = text(next.stdout ?? assert.fail());
    const first = await Promise.race([said, new Promise((resolve) => setTimeout(resolve, 700, 'waits'))]);
    assert.equal(first, 'waits');
    if (how === 'is killed') holder.kill('SIGKILL');
    else holder.stdin?.end();
    const [code] = (await once(holder, 'exit')) as [number | null];
    assert.equal(code, { ends: 0, traps: 134, 'is killed': null }[how]);
    assert.match(await said, /^lock: \d{20}-\w{16}\nunlock-last:\n$/);
  });
}
