/** messaging.filesystem where processes are killed, and where the disk is full. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { provider } from '@slight/runtime/providers/messaging/filesystem.ts';
import { noDisk, smallDisk } from '../disk.ts';
import { contextOf } from './context.ts';
import { failsWith, message, next, take, textOf } from './messaging-asserts.ts';

const openIn = (folder: string) => provider.open('broker', {}, contextOf({ folder, durable: false }));

/** A run that holds the first message of each kind of subscription, until it is killed. */
function holder(folder: string) {
  const script = `
    import { provider } from ${JSON.stringify(import.meta.resolve('@slight/runtime/providers/messaging/filesystem.ts'))};
    import { contextOf } from ${JSON.stringify(import.meta.resolve('./context.ts'))};
    const broker = await provider.open('broker', {}, contextOf({ folder: ${JSON.stringify(folder)} }));
    const all = [await broker.subscribe('topic'), await broker.subscribe('topic', { group: 'g' }), await broker.queue()];
    process.stdout.write('subscribed ');
    const never = new AbortController().signal;
    for (const one of all) await one.receive(never);
    process.stdout.write('held');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  return {
    async says(word: string) {
      while (!printed.includes(word)) await once(child.stdout, 'data');
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('what a run held that was killed comes again, to another run that waits for it', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-messages-'));
  const killed = holder(folder.path);
  await killed.says('subscribed');
  await using broker = await openIn(folder.path);
  await broker.publish('topic', message('published'));
  await using queue = await broker.queue();
  await queue.send(message('sent'));
  await killed.says('held');
  await using group = await broker.subscribe('topic', { group: 'g' });
  const waiting = Promise.all([next(group), next(queue)]);
  await killed.kill();
  assert.deepEqual((await waiting).map(textOf), ['published', 'sent']);
  await using own = await broker.subscribe('topic');
  assert.deepEqual(await take(own, 1), ['published']);
});

describe('messaging.filesystem on a full disk', { skip: noDisk }, () => {
  test('cannot be opened, and can be when there is room', async () => {
    using disk = smallDisk(1024);
    const folder = path.join(disk.folder, 'broker');
    disk.fill();
    const error = await failsWith('service-unavailable', openIn(folder));
    assert.match(
      error.message,
      /^The disk that holds .*messages\.sqlite is full\. Make room on it, or choose/,
    );
    disk.makeRoom();
    await using _broker = await openIn(folder);
  });

  test('takes no message, to no subscription, and all that it has taken is there when there is room', async () => {
    using disk = smallDisk(1024);
    await using broker = await openIn(path.join(disk.folder, 'broker'));
    await using one = await broker.subscribe('topic');
    await using group = await broker.subscribe('topic', { group: 'g' });
    await using queue = await broker.queue();
    await broker.publish('topic', message('first'));
    await queue.send(message('first'));
    disk.fill();
    const large = { body: Buffer.alloc(200_000) };
    await failsWith('service-unavailable', broker.publish('topic', large));
    await failsWith('service-unavailable', queue.send(large));
    await failsWith('service-unavailable', broker.subscribe('other', { group: 'new' }));
    disk.makeRoom();
    await broker.publish('topic', message('second'));
    await queue.send(message('second'));
    for (const from of [one, group, queue]) assert.deepEqual(await take(from, 2), ['first', 'second']);
  });

  test('a message that cannot be accepted comes again, at once or to the next', async () => {
    using disk = smallDisk(1024);
    const folder = path.join(disk.folder, 'broker');
    {
      await using broker = await openIn(folder);
      await using one = await broker.subscribe('topic');
      await using queue = await broker.queue();
      await broker.publish('topic', message('once'));
      await queue.send(message('once'));
      const held = [await next(one), await next(queue)];
      disk.fill();
      // the log of earlier writes may have room for some
      for (let more = true; more;) more = await taken(broker.publish('topic', message('filling')));
      for (const delivery of held) await failsWith('service-unavailable', delivery.accept());
      disk.makeRoom();
      assert.equal(textOf(await next(one)), 'once');
      assert.equal(textOf(await next(queue)), 'once');
    }
    await using broker = await openIn(folder);
    await using one = await broker.subscribe('topic');
    await using queue = await broker.queue();
    assert.deepEqual(await take(one, 1), ['once']);
    assert.deepEqual(await take(queue, 1), ['once']);
  });
});

async function taken(sending: Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch {
    return false;
  }
}
