/** Two workspaces whose slightfiles name one local address. */
import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtempDisposable, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { freePort } from '@slight/runtime/backends/address.ts';
import { redisCase, workspace } from './run.ts';

test('the second workspace is told whose server it uses, and that stays until both have left', async () => {
  await using runtime = await mkdtempDisposable(path.join(tmpdir(), 'slight-runtime-'));
  await using ours = await workspace();
  await using theirs = await workspace();
  const request = redisCase.named(await freePort());
  const environment = { ...ours.environment, XDG_RUNTIME_DIR: runtime.path };
  const first = ours.ladder({ choice: 'local', environment });
  assert.equal((await first.climb(request)).rung, 'local');
  const second = theirs.ladder({ choice: 'local', environment });
  const step = await second.climb(request);
  const address = step.address ?? '';
  assert.deepEqual(
    [step.rung, step.reasons],
    [
      'given',
      [
        `A server already listens at ${address}.`,
        `It belongs to another workspace, ${ours.folder}, where its data stays, and runs until both have left it.`,
      ],
    ],
  );
  assert.ok(second.holds);
  await redisCase.put(step, 'theirs');
  await first[Symbol.asyncDispose]();
  assert.equal(first.events.at(-1)?.state, 'kept');
  assert.equal(await redisCase.get(step), 'theirs', 'it was stopped under the second');
  await second[Symbol.asyncDispose]();
  assert.deepEqual(await ours.running(), []);
  // and it is where it was said to be
  await using later = ours.ladder({ choice: 'local', environment });
  assert.equal(await redisCase.get(await later.climb(request)), 'theirs');
  assert.equal((await stat(path.join(runtime.path, 'slight'))).mode & 0o777, 0o700);
});

test('of a second workspace’s run that is killed, the cleaner stops the first’s server', async () => {
  await using ours = await workspace();
  await using theirs = await workspace();
  const request = redisCase.named(await freePort());
  const killed = await ours.climber({ choice: 'local', requests: [request] });
  const guest = await theirs.climber({ choice: 'local', requests: [request] });
  assert.equal(guest.steps[0]?.rung, 'given');
  await killed.end('SIGKILL');
  await ours.ladder({ choice: 'embedded' })[Symbol.asyncDispose]();
  assert.equal((await ours.running()).length, 1, 'the second still uses it');
  await guest.end('SIGKILL');
  await theirs.ladder({ choice: 'embedded' })[Symbol.asyncDispose]();
  assert.deepEqual(await ours.running(), []);
});

test('both start at once: one server, of which the other knows whose it is', async () => {
  await using ours = await workspace();
  await using theirs = await workspace();
  const request = redisCase.named(await freePort());
  const ladders = [ours.ladder({ choice: 'local' }), theirs.ladder({ choice: 'local' })];
  const steps = await Promise.all(ladders.map((ladder) => ladder.climb(request)));
  assert.deepEqual(steps.map(({ rung }) => rung).sort(), ['given', 'local']);
  const given = steps.find(({ rung }) => rung === 'given');
  assert.match(given?.reasons.join(' ') ?? '', /It belongs to another workspace, /);
  const owner = steps[0]?.rung === 'local' ? 0 : 1;
  await ladders[owner]?.[Symbol.asyncDispose]();
  assert.equal((await ours.running()).length + (await theirs.running()).length, 1);
  await ladders[1 - owner]?.[Symbol.asyncDispose]();
  assert.equal((await ours.running()).length + (await theirs.running()).length, 0);
});

test('what another workspace keeps stays when a second one leaves it', async () => {
  await using ours = await workspace();
  await using theirs = await workspace();
  const request = redisCase.named(await freePort());
  for (const keep of [true, 'down'] as const) {
    {
      await using first = ours.ladder({ choice: 'local', keep });
      await first.climb(request);
    }
    {
      await using second = theirs.ladder({ choice: 'local' });
      assert.equal((await second.climb(request)).rung, 'given');
    }
    assert.equal((await ours.running()).length, 1);
  }
});

test('a folder that others may write to, or that says what is not so, is not believed', async () => {
  await using runtime = await mkdtempDisposable(path.join(tmpdir(), 'slight-runtime-'));
  await using ours = await workspace();
  await using theirs = await workspace();
  const port = await freePort();
  const request = redisCase.named(port);
  const environment = { ...ours.environment, XDG_RUNTIME_DIR: runtime.path, TMPDIR: '/nowhere' };
  const place = path.join(runtime.path, 'slight');
  await mkdir(place);
  await chmod(place, 0o777);
  await using first = ours.ladder({ choice: 'local', environment });
  await first.climb(request);
  assert.deepEqual(await readdir(place), []);
  await chmod(place, 0o700);
  const told = path.join(place, `127.0.0.1_${port}~0`);
  const elsewhere = path.join(theirs.folder, 'redis');
  await mkdir(elsewhere);
  await writeFile(told, elsewhere);
  await using second = theirs.ladder({ choice: 'local', environment });
  const step = await second.climb(request);
  assert.deepEqual(step.reasons, [`A server already listens at 127.0.0.1:${port}.`]);
  assert.equal(await readFile(told, 'utf8'), elsewhere);
});
