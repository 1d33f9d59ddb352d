/**
 * One session at the broker: it has one subscription, and keeps what comes to it while it is not connected. What was not
 * accepted when the connection ends comes again over the next one.
 */
import type { IPublishPacket } from 'mqtt';
import type { Place } from '../places.ts';
import { keptFor } from '../places.ts';
import type { Client, ClientOptions } from './client.ts';
import { connectClient } from './client.ts';
import { refused } from './failure.ts';

/** How many messages the broker sends ahead of what is accepted. */
const ahead = 20;

export interface Session extends AsyncDisposable {
  readonly place: Place;
  /** Takes what was received first and nobody has taken. */
  next(): IPublishPacket | undefined;
  /** Fails where it has no connection any more. */
  accept(packet: IPublishPacket): void;
  /** Has no connection; what it had received comes again. */
  readonly isClosed: boolean;
}

/** @param changed called when something was received, or the connection is gone */
export async function openSession(
  place: Place,
  filter: string,
  changed: () => void,
  options: Omit<ClientOptions, 'mqtt' | 'prepare' | 'onClose'>,
): Promise<Session> {
  const received: IPublishPacket[] = [];
  // one for all messages: what an error costs is its stack
  const notYet = new Error('not accepted yet');
  const client: Client = await connectClient({
    ...options,
    mqtt: {
      clientId: `slight-${place.name}`,
      clean: false,
      properties: { sessionExpiryInterval: keptFor / 1000, receiveMaximum: ahead },
    },
    onClose: changed,
    prepare(mqtt) {
      mqtt.handleMessage = (packet, done) => {
        received.push(packet);
        changed();
        // an error keeps the client from saying that it was accepted: its guest does
        done(packet.qos === 0 ? undefined : notYet);
      };
    },
  });
  try {
    await client.run(async (mqtt) => {
      // 2: what is retained was published before
      const [grant] = await mqtt.subscribeAsync(filter, { qos: 1, rh: 2 });
      if (grant && grant.qos > 2) throw refused(grant.qos, options.address);
    });
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
  return {
    place,
    next: () => received.shift(),
    accept({ messageId = 0, qos }) {
      // PUBACK, MQTT 5.0, section 3.4: the client has no call for it. Now: a guest that computes lets nothing out later
      if (qos > 0) client.mqtt.stream.write(Buffer.of(0x40, 2, messageId >> 8, messageId & 0xff));
    },
    get isClosed() {
      return client.isClosed;
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
