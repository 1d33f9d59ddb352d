/** Where answers are awaited: a topic of a session that is gone with its connection. */
import { randomUUID } from 'node:crypto';
import type { IPublishPacket } from 'mqtt';
import type { Inbox } from '../../../ports/messaging.ts';
import { connectClient } from './client.ts';
import type { ClientOptions } from './client.ts';
import { lost, refused } from './failure.ts';

/** @throws CapabilityError where the broker is away, or refuses what is asked for */
export async function openInbox(
  options: Pick<ClientOptions, 'address' | 'deadlines' | 'signal'>,
): Promise<Inbox> {
  const topic = `slight-answers/${randomUUID()}`;
  const came: IPublishPacket[] = [];
  let wake: (() => void) | undefined;
  const client = await connectClient({
    ...options,
    mqtt: { clean: true },
    onClose: () => wake?.(),
    prepare(mqtt) {
      mqtt.handleMessage = (packet, done) => {
        came.push(packet);
        wake?.();
        done();
      };
    },
  });
  try {
    await client.run(async (mqtt) => {
      const [grant] = await mqtt.subscribeAsync(topic, { qos: 1 });
      if (grant && grant.qos > 2) throw refused(grant.qos, options.address);
    });
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
  return {
    topic,
    async receive(signal) {
      for (;;) {
        signal.throwIfAborted();
        const packet = came.shift();
        if (packet) return { topic, body: Buffer.from(packet.payload) };
        if (client.isClosed) throw lost(options.address);
        const { promise, resolve } = Promise.withResolvers<undefined>();
        wake = () => resolve(undefined);
        signal.addEventListener('abort', wake);
        await promise;
        signal.removeEventListener('abort', wake);
        wake = undefined;
      }
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
