/**
 * SpiderLightning's topics: `pubsub` and `messaging` of legacy modules, and today's component package. What a guest has
 * received is accepted when it receives again from there, or ends as it should; else it is released.
 */
import { CapabilityError } from '../../ports/errors.ts';
import type { Messaging } from '../../ports/messaging.ts';
import { messagingErrors } from '../../ports/messaging.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import { Opened } from '../opened.ts';
import { HostResource } from '../values.ts';
import type { HostFunction } from '../values.ts';
import { Receiver } from './receiver.ts';
import { Receivers } from './receivers.ts';

type Publisher = Opened<'messaging'>;

class Subscriber extends HostResource {
  readonly port: Messaging;
  /** By their tokens; of generation 0.2, which has none, one receiver of all topics, under ''. */
  readonly receivers = new Map<string, Receiver>();

  constructor(port: Messaging, openedAs: string) {
    super('sub', openedAs);
    this.port = port;
  }
}

/** One file of three interfaces: they differ in how a subscription is named, and in their errors. */
export const host: Host = {
  create(interfaceName, context) {
    const isOld = interfaceName === 'pubsub';
    return {
      name: interfaceName,
      functions: failing(
        isOld ? withDescription : withCase(messagingErrors),
        { ...publishing(context), ...(isOld ? receivingOfAll(context) : receivingByToken(context)) },
        { interfaceName, context },
      ),
    };
  },
};

function publishing(context: HostContext): Record<string, HostFunction> {
  return {
    '[static]pub.open': async (name: string) =>
      new Opened('pub', await context.open('messaging', name), name),
    '[method]pub.publish': ({ port }: Publisher, body: Uint8Array, topic: string) =>
      port.publish(topic, { body }),
    '[resource-drop]pub': () => undefined,
    '[static]sub.open': async (name: string) => new Subscriber(await context.open('messaging', name), name),
    '[resource-drop]sub': ({ receivers }: Subscriber) => {
      for (const one of receivers.values()) one.isDropped = true;
    },
  };
}

function receivingByToken(context: HostContext): Record<string, HostFunction> {
  const all = new Receivers(context);
  let tokens = 0;
  return {
    '[method]sub.subscribe': async ({ port, receivers }: Subscriber, topic: string) => {
      const subscription = await port.subscribe(topic);
      const receiver = all.add(new Receiver(port));
      receiver.add(subscription);
      const token = `subscription-${++tokens}`;
      receivers.set(token, receiver);
      return token;
    },
    '[method]sub.receive': async ({ receivers }: Subscriber, token: string) => {
      const receiver = receivers.get(token);
      if (!receiver)
        throw new CapabilityError(
          'queue-or-topic-not-found',
          'this handle has no subscription of that token; receive with what its own subscribe has given',
        );
      return (await receiver.receive()).body;
    },
  };
}

function receivingOfAll(context: HostContext): Record<string, HostFunction> {
  const all = new Receivers(context);
  return {
    '[method]sub.subscribe': async ({ port, receivers }: Subscriber, topic: string) => {
      const subscription = await port.subscribe(topic);
      const receiver = receivers.get('') ?? all.add(new Receiver(port));
      receivers.set('', receiver);
      receiver.add(subscription);
    },
    '[method]sub.receive': async ({ receivers }: Subscriber) => {
      const receiver = receivers.get('');
      if (!receiver)
        throw new CapabilityError(
          'queue-or-topic-not-found',
          'nothing is subscribed to yet; subscribe first',
        );
      return (await receiver.receive()).body;
    },
  };
}
