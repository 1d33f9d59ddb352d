/** What runs of messaging.nats and messaging.mosquitto held that were killed with kill -9. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Subscription } from '@slight/runtime/ports/messaging.ts';
import { message, textOf } from './messaging-asserts.ts';
import { openBroker } from './messaging-holder.ts';
import { startMosquitto, startNats } from './servers.ts';
import type { TestServer } from './servers.ts';

const password = 'the-password';

/** NATS waits ten seconds for whom it gave a message to. */
const patience = 30_000;

const servers: Readonly<Record<string, () => Promise<TestServer>>> = {
  'messaging.nats': () => startNats(password),
  'messaging.mosquitto': () => startMosquitto(password),
};

for (const [resource, start] of Object.entries(servers)) {
  test(`${resource} gives the next run what one held that was killed`, { timeout: 120_000 }, async () => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-killed-'));
    await using server = await start();
    const given = [resource, folder.path, String(server.port), password] as const;
    const script = path.join(import.meta.dirname, 'messaging-holder.ts');
    const holder = spawn(process.execPath, [script, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    await using broker = await openBroker(...given);
    await using queue = await broker.queue();
    await broker.publish('topic', message('published'));
    await queue.send(message('sent'));
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await using own = await broker.subscribe('topic');
    await using group = await broker.subscribe('topic', { group: 'g' });
    assert.equal(await textFrom(own), 'published');
    assert.equal(await textFrom(group), 'published');
    assert.equal(await textFrom(queue), 'sent');
  });
}

async function textFrom(subscription: Subscription): Promise<string> {
  const delivery = await subscription.receive(AbortSignal.timeout(patience));
  await delivery.accept();
  return textOf(delivery);
}
