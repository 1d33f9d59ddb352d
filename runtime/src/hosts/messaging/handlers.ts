/** The functions that guests export to be called when a message comes, and what they are called with. */
import type { Messaging, Received } from '../../ports/messaging.ts';
import { Message } from './message.ts';

/** One kind of them. */
export interface MessageHandler {
  /** The interface that has it, as the guest exports it, with its version. */
  readonly interface: string;
  readonly function: string;
  /** Its one argument. @param from the broker that the message came from */
  readonly argument: (received: Received, from: Messaging) => unknown;
}

/** `record broker-message` of wasmcloud:messaging */
export interface BrokerMessage {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly replyTo: string | undefined;
}

export function brokerMessage({ topic, body, replyTo }: Received): BrokerMessage {
  return { subject: topic, body, replyTo };
}

interface Kind extends Omit<MessageHandler, 'interface'> {
  readonly interface: RegExp;
}

const kinds: readonly Kind[] = [
  {
    interface: /^wasmcloud:messaging\/handler@0\.2\.\d+$/,
    function: 'handle-message',
    argument: brokerMessage,
  },
  {
    interface: /^wasi:messaging\/incoming-handler@0\.2\.0-draft$/,
    function: 'handle',
    argument: (received, from) => new Message(received.body, received, from),
  },
];

/** What is called of a guest that exports these interfaces; undefined where nothing is. */
export function handlerAmong(interfaces: readonly { readonly name: string }[]): MessageHandler | undefined {
  for (const kind of kinds) {
    const found = interfaces.find(({ name }) => kind.interface.test(name));
    if (found) return { ...kind, interface: found.name };
  }
  return undefined;
}

/** Whether a module that is not read yet may be a guest that is called: the names of what it exports are in it as they are. */
export function mayHandle(module: Buffer): boolean {
  return (
    module.includes('wasmcloud:messaging/handler@') || module.includes('wasi:messaging/incoming-handler@')
  );
}
