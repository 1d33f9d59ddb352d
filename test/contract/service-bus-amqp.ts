/** The AMQP 1.0 of the test server that speaks Service Bus: links to entities, `$cbs` for logins, `$management` for locks. */
import rhea from 'rhea';
import type { Connection, Delivery, EventContext, Message, Receiver, Sender } from 'rhea';
import { lockNamed, lockOf } from './service-bus-entities.ts';
import type { Box, Entities } from './service-bus-entities.ts';
import { isSigned } from './service-bus-login.ts';

/** What a namespace of the standard tier takes in one message, in bytes. */
export const largestMessage = 262_144;

/** The outcomes of a delivery, sections 3.4.2 and 3.4.4 of AMQP 1.0. */
const [accepted, released] = [0x24, 0x26];

export interface AmqpServer {
  readonly container: rhea.Container;
  /** Ends what clients have open, as Service Bus does with what is idle, or when it moves. */
  end(what: 'links' | 'connections'): void;
}

/** For what reason a message is refused, if any: a condition of AMQP. */
export interface Refusal {
  condition: string | undefined;
}

interface Asked {
  readonly 'lock-tokens'?: readonly Buffer[];
  readonly 'disposition-status'?: string;
}

interface Incoming {
  readonly receiver: Receiver;
  readonly message: Message;
  readonly delivery: Delivery;
}

/** What speaks AMQP. */
export function amqpOf(entities: Entities, refusal: Refusal): AmqpServer {
  const container = rhea.create_container({ id: 'service-bus', autosettle: true });
  (container.sasl_server_mechanisms as { enable_anonymous(): void }).enable_anonymous();
  /** The links of a connection that answers go out by, by the address that the client gave itself. */
  const replies = new Map<Connection, Map<string, Sender>>();
  const boxes = new Map<Sender, Box>();
  const signedIn = new Set<Connection>();
  /** What comes in by topics and queues. */
  const receivers = new Set<Receiver>();

  const answer = (connection: Connection, message: Message, status: number, body?: unknown) => {
    const [reply] = [...(replies.get(connection)?.entries() ?? [])]
      .filter(([address]) => address === message.reply_to)
      .map(([, sender]) => sender);
    const properties = { 'status-code': status, statusCode: status, 'status-description': 'answered' };
    reply?.send({
      to: message.reply_to,
      correlation_id: message.message_id as string,
      application_properties: properties,
      body,
    } as Message);
  };
  const isThere = (address: string) => {
    const managed = address.slice(0, -'/$management'.length);
    return entities.has(managed) || entities.box(managed) !== undefined;
  };
  /** https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response */
  const answerAsked = (connection: Connection, message: Message, box: Box | undefined) => {
    const { 'lock-tokens': [token] = [], 'disposition-status': status } = message.body as Asked;
    const lock = token ? lockNamed(token) : '';
    switch (message.application_properties?.['operation']) {
      case 'com.microsoft:renew-lock': {
        const until = box?.renew(lock);
        answer(connection, message, until ? 200 : 410, until && { expirations: [until] });
        return;
      }
      case 'com.microsoft:update-disposition': {
        answer(connection, message, box?.settle(lock, status === 'completed') ? 200 : 410);
        return;
      }
    }
    // nothing to be peeked at
    answer(connection, message, 204);
  };
  container.on('sender_open', ({ sender, connection }: EventContext & { sender: Sender }) => {
    const source = (sender.source as unknown as { address: string }).address;
    sender.set_source({ address: source });
    const isManaging = source.endsWith('/$management');
    if (isManaging && !isThere(source)) {
      sender.close(missing(source));
      return;
    }
    if (source === '$cbs' || isManaging) {
      const target = (sender.target as { address?: string } | undefined)?.address ?? sender.name;
      sender.set_target({ address: target });
      const own = replies.get(connection) ?? new Map<string, Sender>();
      replies.set(connection, own.set(target, sender));
      return;
    }
    const box = entities.box(source);
    if (!box) {
      sender.close(missing(source));
      return;
    }
    boxes.set(sender, box);
    box.attach(sender);
  });
  container.on('receiver_open', ({ receiver, connection }: EventContext & { receiver: Receiver }) => {
    const target = (receiver.target as unknown as { address: string }).address;
    receiver.set_target({ address: target });
    if (target === '$cbs') return;
    if (target.endsWith('/$management')) {
      if (!isThere(target)) receiver.close(missing(target));
    } else if (!signedIn.has(connection)) {
      receiver.close({ condition: 'amqp:unauthorized-access', description: 'no token' });
    } else if (!entities.has(target)) receiver.close(missing(target));
    else receivers.add(receiver);
  });
  container.on('message', (context: EventContext) => {
    const { receiver, message, connection, delivery } = context as EventContext & Incoming;
    const target = (receiver.target as unknown as { address: string }).address;
    if (target === '$cbs') {
      const isRight = isSigned(String(message.body));
      if (isRight) signedIn.add(connection);
      answer(connection, message, isRight ? 202 : 401);
      return;
    }
    if (target.endsWith('/$management')) {
      answerAsked(connection, message, entities.box(target.slice(0, -'/$management'.length)));
      return;
    }
    const size = (message.body as { content?: Buffer } | undefined)?.content?.length ?? 0;
    const condition = size > largestMessage ? 'amqp:link:message-size-exceeded' : refusal.condition;
    if (condition === undefined) entities.put(target, message);
    else delivery.reject({ condition, description: 'it is not taken' });
  });
  const settled = (isDone: boolean) => (context: EventContext) => {
    const { sender, delivery } = context as EventContext & { sender: Sender };
    const box = boxes.get(sender);
    if (!box || !delivery) return;
    // the client waits for it to be settled on both sides
    delivery.update(true, rhea.types.wrap_described([], isDone ? accepted : released));
    box.settle(lockOf(delivery.tag as unknown as Buffer), isDone);
  };
  container.on('accepted', settled(true));
  container.on('released', settled(false));
  container.on('modified', settled(false));
  container.on('sendable', ({ sender }: EventContext) => boxes.get(sender as Sender)?.pump());
  container.on('sender_draining', ({ sender }: EventContext) => (sender as Sender).set_drained(true));
  const left = (sender: Sender) => {
    boxes.get(sender)?.detach(sender);
    boxes.delete(sender);
  };
  container.on('receiver_close', ({ receiver }: EventContext) => receivers.delete(receiver as Receiver));
  container.on('sender_close', ({ sender }: EventContext) => left(sender as Sender));
  for (const event of ['connection_close', 'disconnected'])
    container.on(event, ({ connection }: EventContext) => {
      for (const sender of boxes.keys()) if (sender.connection === connection) left(sender);
      for (const one of receivers) if (one.connection === connection) receivers.delete(one);
      replies.delete(connection);
      signedIn.delete(connection);
    });
  for (const event of [
    'error',
    'connection_error',
    'session_error',
    'sender_error',
    'receiver_error',
    'protocol_error',
  ])
    container.on(event, () => undefined);
  const end = (what: 'links' | 'connections') => {
    const description = 'it was idle for too long';
    if (what === 'connections')
      for (const one of signedIn) one.close({ condition: 'amqp:connection:forced', description });
    else
      for (const one of [...boxes.keys(), ...receivers])
        one.close({ condition: 'amqp:link:detach-forced', description });
  };
  return { container, end };
}

function missing(path: string) {
  return { condition: 'amqp:not-found', description: `The messaging entity '${path}' could not be found.` };
}
