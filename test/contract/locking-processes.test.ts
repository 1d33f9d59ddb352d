/** Locks among processes that are killed and halted at any moment. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startEtcd } from './servers.ts';

const contenders = 8;
const kills = 6;

for (const resource of ['distributed_locking.filesystem', 'distributed_locking.etcd']) {
  describe(`${resource} among processes`, { skip: process.platform === 'win32' && 'no SIGSTOP' }, () => {
    const stack = new AsyncDisposableStack();
    let endpoint = '';
    before(async () => {
      if (resource !== 'distributed_locking.etcd') return;
      endpoint = `127.0.0.1:${stack.use(await startEtcd()).port}`;
    });
    after(() => stack.disposeAsync());

    const start = (folder: string, ...mode: string[]): ChildProcess =>
      fork(path.join(import.meta.dirname, 'locking-contender.ts'), [
        ...[resource, folder, endpoint, path.join(folder, 'log')],
        ...mode,
      ]);

    test(`of ${contenders} that are killed with kill -9, one at a time has the lock, and the others go on`, async () => {
      await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-contenders-'));
      const log = path.join(folder.path, 'log');
      await writeFile(log, '');
      const lines = async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
      const children = Array.from({ length: contenders }, () => start(folder.path));
      const killed = new Set<string>();
      try {
        for (let round = 0; round < kills; round++) {
          const from = (await lines()).length;
          // whoever has it, and what is left of its time
          while ((await lines()).length < from + 20 + round) await delay(5);
          const [, pid = ''] = (await lines()).at(-1)?.split(' ') ?? [];
          killed.add(pid);
          process.kill(Number(pid), 'SIGKILL');
          children.push(start(folder.path));
        }
        const from = (await lines()).length;
        while ((await lines()).length < from + 40) await delay(5);
      } finally {
        for (const child of children) child.kill('SIGKILL');
      }
      const events = (await lines()).map((line) => line.split(' '));
      let last = 0n;
      let holder: string | undefined;
      const pids = new Set<string>();
      const rest = events.slice(0, -1);
      for (const [what, pid = '', number = ''] of rest) {
        if (what === '+') {
          assert.ok(holder === undefined || killed.has(holder), `${pid} has what ${holder} has`);
          assert.ok(BigInt(number) > last, `${number} after ${last}`);
          last = BigInt(number);
          holder = pid;
          pids.add(pid);
        } else {
          assert.equal(pid, holder, 'only who has it gives it back');
          holder = undefined;
        }
      }
      assert.ok(pids.size >= contenders, `${pids.size} came to it`);
    });

    /** One that has the lock is halted for longer than it may have it, another takes it, and the first goes on. */
    const halted = async (seconds: string) => {
      await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-halted-'));
      const first = start(folder.path, 'once', seconds);
      const children = [first];
      try {
        const [one] = (await once(first, 'message')) as [string];
        first.kill('SIGSTOP');
        const second = start(folder.path, 'once', '-');
        children.push(second);
        const [other] = (await once(second, 'message')) as [string];
        first.kill('SIGCONT');
        first.send('release');
        const [told] = (await once(first, 'message')) as [string];
        assert.match(told, /^(lock-release-error|invalid-lock-id)$/);
        assert.ok(BigInt(other) > BigInt(one), `${other} after ${one}: what it guards refuses the first`);
        second.send('release');
        assert.deepEqual(await once(second, 'message'), ['released', undefined]);
      } finally {
        for (const child of children) child.kill('SIGKILL');
      }
    };

    test('one that is halted for longer than its time to live has it no more, and is told so', () =>
      halted('1'));

    test(
      'one that is halted for longer than its lease has it no more, and is told so',
      { skip: resource !== 'distributed_locking.etcd' && 'the kernel knows that it is there' },
      () => halted('-'),
    );

    test('one that is halted while it waits does not hold up those behind it', async () => {
      await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-waiting-'));
      const holder = start(folder.path, 'once', '-');
      const children = [holder];
      try {
        await once(holder, 'message');
        const waiting = start(folder.path, 'once', '1');
        children.push(waiting);
        // it opens, and draws its ticket
        await delay(1500);
        waiting.kill('SIGSTOP');
        const behind = start(folder.path, 'once', '-');
        children.push(behind);
        await delay(1000);
        holder.send('release');
        await once(behind, 'message');
        behind.send('release');
        waiting.kill('SIGCONT');
      } finally {
        for (const child of children) child.kill('SIGKILL');
      }
    });
  });
}
