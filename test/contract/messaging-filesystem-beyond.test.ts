/** messaging.filesystem where processes are killed, and where the disk is full. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
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

test('a full disk is service-unavailable', { skip: noDisk }, async () => {
  using disk = smallDisk();
  disk.fill();
  await failsWith('service-unavailable', openIn(path.join(disk.folder, 'broker')));
});
