/**
 * messaging.mosquitto: topics of an MQTT 5 broker, all at quality of service 1. A subscription is a session that the broker
 * keeps; a group is a shared subscription, `$share/<group>/<topic>`, and so is the queue of a name.
 */
import { createHash } from 'node:crypto';
import type { IPublishPacket } from 'mqtt';
import { CapabilityError } from '../../ports/errors.ts';
import type { Message, Messaging, Received, Subscription } from '../../ports/messaging.ts';
import type { ConfigValues, OpenContext, Provider } from '../provider.ts';
import { usualDeadlines } from '../deadlines.ts';
import type { Deadlines } from '../deadlines.ts';
import { brokerAddress, brokerAt } from './mosquitto/address.ts';
import { connectClient } from './mosquitto/client.ts';
import type { Client } from './mosquitto/client.ts';
import { lost, refused } from './mosquitto/failure.ts';
import { openInbox } from './mosquitto/inbox.ts';
import { openReceiver } from './mosquitto/receiver.ts';
import { openSession } from './mosquitto/session.ts';
import { requireFilter, requireName, requirePlain } from './mosquitto/topics.ts';
import { messagingOptions } from './options.ts';
import { openPlaces } from './places.ts';
import { noTopic } from './topics.ts';

export const provider: Provider<Messaging> = { open: openMosquitto };

/** The most that a packet takes besides its topic and its message, in bytes. */
const frame = 200;

export async function openMosquitto(
  name: string,
  configs: ConfigValues,
  context: Pick<OpenContext, 'signal' | 'folder'>,
  deadlines: Deadlines = usualDeadlines,
): Promise<Messaging & AsyncDisposable> {
  const options = messagingOptions(configs);
  const address = brokerAddress(configs);
  const client = { address, deadlines, signal: context.signal };
  await using opened = new AsyncDisposableStack();
  const places = opened.use(openPlaces(context));
  let publisher: Client | undefined;
  let connecting: Promise<Client> | undefined;
  let isEnded = false;

  const usable = async (): Promise<Client> => {
    if (isEnded) throw new CapabilityError('connection-lost', 'The run has ended.');
    if (publisher && !publisher.isClosed) return publisher;
    connecting ??= connectClient({ ...client, mqtt: { clean: true } }).finally(
      () => (connecting = undefined),
    );
    return (publisher = await connecting);
  };
  opened.defer(async () => {
    isEnded = true;
    await connecting?.catch(() => undefined);
    await publisher?.[Symbol.asyncDispose]();
  });
  const publish = async (topic: string, { body, replyTo }: Message): Promise<void> => {
    // a topic for an answer is one that can be published to, section 3.3.2.3.5
    if (replyTo) requireName(replyTo);
    const used = await usable();
    // a packet of MQTT has a length of at most 268,435,455 bytes, section 1.5.5
    const most = Math.min(used.largest, 268_435_455) - frame - 2 * Buffer.byteLength(topic);
    if (body.length > most) {
      throw new CapabilityError(
        'payload-too-large',
        `${brokerAt(address)} takes messages of up to ${most} bytes here, and this one has ${body.length}.`,
      );
    }
    await used.run(async (mqtt) => {
      const packet = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
      const properties = replyTo === undefined ? {} : { properties: { responseTopic: replyTo } };
      const answer = await mqtt.publishAsync(topic, packet, { qos: 1, ...properties });
      const code = (answer as { readonly reasonCode?: number } | undefined)?.reasonCode ?? 0;
      if (code >= 0x80) throw refused(code, address);
    });
  };
  const receive = (filter: string, kind: 'own' | 'shared', topic?: string): Promise<Subscription> =>
    openReceiver({
      kind,
      take: (orNew) => places.take(filter, orNew),
      open: (place, changed) => openSession(place, filter, changed, client),
      received: (packet) => receivedOf(packet, topic),
      lost: () => lost(address),
    });
  await usable();

  const kept = opened.move();
  return {
    receiveTimeout: options.receiveTimeout,

    async publish(topic, message) {
      requireName(topic);
      await publish(topic, message);
    },

    async subscribe(topic, { group = options.group } = {}) {
      requireFilter(topic);
      if (group === undefined) return receive(topic, 'own');
      if (/[/+#]/.test(group))
        throw noTopic(`The group ${JSON.stringify(group)} is none of MQTT: leave out "/", "+" and "#".`);
      requirePlain(group);
      return receive(`$share/${group}/${topic}`, 'shared');
    },

    async queue() {
      const topic = `slight-queue/${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
      const receiver = await receive(`$share/slight/${topic}`, 'shared', name);
      return { ...receiver, send: (message) => publish(topic, message) };
    },

    inbox: () => openInbox(client),

    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function receivedOf({ topic, payload, properties }: IPublishPacket, as = topic): Received {
  const replyTo = properties?.responseTopic;
  return { topic: as, body: Buffer.from(payload), ...(replyTo !== undefined && { replyTo }) };
}
