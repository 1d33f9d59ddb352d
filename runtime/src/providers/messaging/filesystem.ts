/**
 * messaging.filesystem: the messages of each name are in a folder of their own, in one SQLite database, as keyvalue's
 * values are and for the same reasons. A message is kept once for each subscription that it reaches, so that each is a
 * queue of its own, first in, first out; a queue is one that nobody publishes to.
 *
 * `durable`: what was published has reached the disk when that returns; otherwise the operating system, so that a kill
 * of the process loses nothing.
 */
import { randomUUID } from 'node:crypto';
import type { Inbox, Message, Messaging, Queue, Subscription } from '../../ports/messaging.ts';
import { hasRows } from '../filesystem/has-rows.ts';
import { makeOwnFolder } from '../filesystem/own-folder.ts';
import type { OpenContext, Provider } from '../provider.ts';
import { openReader } from './filesystem/reader.ts';
import { openStore } from './filesystem/store.ts';
import { file } from './filesystem/tables.ts';
import { isWild, matches } from './filesystem/wildcards.ts';
import { messagingOptions } from './options.ts';
import type { MessagingOptions } from './options.ts';
import { noTopic, requireTopic } from './topics.ts';

export const provider: Provider<Messaging> = {
  async open(name, configs, context) {
    const options = messagingOptions(configs);
    await makeOwnFolder(context, 'service-unavailable');
    return openMessages(name, options, context);
  },
  holdsData: (folder) => hasRows(folder, file, 'messages'),
};

async function openMessages(
  name: string,
  options: MessagingOptions,
  context: OpenContext,
): Promise<Messaging & AsyncDisposable> {
  const store = await openStore(context);
  const { messages } = store;
  const reached = messages.prepare("SELECT id FROM subscriptions WHERE topic = ? AND kind <> 'queue'");
  const wildcards = messages.prepare('SELECT id, topic FROM subscriptions WHERE wild = 1');
  const put = messages.prepare(
    'INSERT INTO messages (subscription, topic, reply_to, body) VALUES (?, ?, ?, ?)',
  );
  const find = messages.prepare(
    'SELECT id FROM subscriptions WHERE topic = ? AND kind = ? AND consumers = ? AND holder IS NULL ORDER BY id LIMIT 1',
  );
  const make = messages.prepare(
    'INSERT INTO subscriptions (kind, topic, consumers, wild, holder) VALUES (?, ?, ?, ?, ?) RETURNING id',
  );
  const take = messages.prepare('UPDATE subscriptions SET holder = ?, left = NULL WHERE id = ?');
  const forget = [
    store.notes.prepare('DELETE FROM subscriptions WHERE id = ?'),
    store.notes.prepare('DELETE FROM messages WHERE subscription = ?'),
  ];
  const leave = store.notes.prepare('UPDATE subscriptions SET holder = NULL, left = ? WHERE id = ?');

  const add = (subscription: number, topic: string, { body, replyTo }: Message) =>
    put.run(subscription, topic, replyTo ?? null, body);
  /** The subscription's number: of what is there and nobody has to itself, or of a new one. */
  const subscriptionOf = (
    kind: 'own' | 'group' | 'queue',
    topic: string,
    group: string,
    holder: string | null,
  ) =>
    messages.write(() => {
      const found = find.get(topic, kind, group)?.['id'];
      const wild = kind !== 'queue' && isWild(topic) ? 1 : 0;
      const id = (found ?? make.get(kind, topic, group, wild, holder)?.['id']) as number;
      if (found !== undefined && holder !== null) take.run(holder, id);
      return id;
    });
  const ended = context.signal;
  const read = (id: number, kind: 'own' | 'shared', left: () => void = () => undefined) =>
    openReader(store, id, { kind, ended, left });

  return {
    receiveTimeout: options.receiveTimeout,

    async publish(topic, message) {
      requireTopic(topic);
      if (isWild(topic))
        throw noTopic(
          `${JSON.stringify(topic)} is a wildcard: it can be subscribed to, and not published to.`,
        );
      await messages.write(() => {
        for (const row of reached.all(topic)) add(row['id'] as number, topic, message);
        for (const row of wildcards.all()) {
          if (matches(row['topic'] as string, topic)) add(row['id'] as number, topic, message);
        }
      });
      store.changed();
    },

    async subscribe(topic, { group = options.group } = {}): Promise<Subscription> {
      requireTopic(topic);
      await store.sweep();
      if (group !== undefined) return read(await subscriptionOf('group', topic, group, null), 'shared');
      const { id: me } = await store.holder();
      const id = await subscriptionOf('own', topic, '', me);
      return read(id, 'own', () => leave.run(Date.now(), id));
    },

    async queue(): Promise<Queue> {
      const id = await subscriptionOf('queue', name, '', null);
      await store.sweep();
      return {
        ...(await read(id, 'shared')),
        async send(message) {
          await messages.write(() => add(id, name, message));
          store.changed();
        },
      };
    },

    async inbox(): Promise<Inbox> {
      const topic = `slight-answers/${randomUUID()}`;
      const { id: me } = await store.holder();
      const id = await subscriptionOf('own', topic, '', me);
      const answers = await read(id, 'own', () => forget.forEach((one) => one.run(id)));
      return {
        topic,
        async receive(signal) {
          const delivery = await answers.receive(signal);
          await delivery.accept();
          return delivery.message;
        },
        [Symbol.asyncDispose]: () => answers[Symbol.asyncDispose](),
      };
    },

    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
