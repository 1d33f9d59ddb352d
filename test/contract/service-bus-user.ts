/**
 * A process that has messaging.azsbus open and closes it: `FOLDER CONFIGS MODE`. It says `waits` when its parent may do what
 * the mode is about, and `closed` when it has nothing more to do; then it is to end by itself.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openServiceBus } from '@slight/runtime/providers/messaging/azsbus.ts';
import type { ConfigValues } from '@slight/runtime/providers/provider.ts';
import { contextOf } from './context.ts';
import { message, next } from './messaging-asserts.ts';

const [folder = '', configs = '{}', mode] = process.argv.slice(2);
const ended = new AbortController();
const never = new AbortController().signal;
const deadlines = { connect: 1_000, command: mode === 'whole' ? 30_000 : 1_000 };
const context = contextOf({ folder, signal: ended.signal });
{
  await using broker = await openServiceBus('user', JSON.parse(configs) as ConfigValues, context, deadlines);
  await using subscription = await broker.subscribe('topic');
  await using queue = await broker.queue();
  await broker.publish('topic', message('first'));
  await (await next(subscription)).accept();
  // by HTTP and the link that renews locks, too
  await queue.send(message('held'));
  await next(queue);
  await delay(mode === 'whole' ? 1_500 : 0);
  const waits = subscription.receive(mode === 'whole' ? AbortSignal.timeout(100) : never);
  waits.catch(() => undefined);
  console.log('waits');
  if (mode === 'mute') await delay(500);
  if (mode === 'aborted') ended.abort();
  if (mode === 'mute') await broker.publish('topic', message('lost')).catch(() => undefined);
  await waits.catch(() => undefined);
}
console.log('closed');
