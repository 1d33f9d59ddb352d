/**
 * wasi:messaging 0.2.0-draft: brokers by name, producer and request-reply. Messages have bytes and a topic; of what else
 * the interface has for them, content types and metadata, not every broker has a place: they are refused, as it allows.
 */
import { CapabilityError } from '../../ports/errors.ts';
import type { Messaging } from '../../ports/messaging.ts';
import { failing } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import { HostResource, WitError } from '../values.ts';
import type { HostFunction } from '../values.ts';
import { Message } from './message.ts';
import { ask } from './questions.ts';

class Client extends HostResource {
  #port: Messaging | undefined;

  constructor(port: Messaging, openedAs: string) {
    super('client', openedAs);
    this.#port = port;
  }

  /** @throws CapabilityError where it was disconnected */
  get port(): Messaging {
    if (this.#port) return this.#port;
    throw new CapabilityError('connection-lost', 'This client was disconnected. Connect another one.');
  }

  /** The broker itself is shared, and stays. */
  disconnect(): void {
    this.#port = undefined;
  }
}

class RequestOptions extends HostResource {
  /** In milliseconds. */
  timeout: number | undefined;
  answers = 1;

  constructor() {
    super('request-options');
  }
}

const toError: ErrorValue = ({ case: errorCase, message }) => {
  switch (errorCase) {
    case 'delivery-failed':
      return { tag: 'timeout' };
    case 'connection-lost':
    case 'service-unavailable':
      return { tag: 'connection', val: message };
    case 'insufficient-permissions':
      return { tag: 'permission-denied', val: message };
    default:
      return { tag: 'other', val: message };
  }
};

export const host: Host = {
  create(interfaceName, context) {
    const functions = functionsOf(interfaceName, context);
    return { name: interfaceName, functions: failing(toError, functions, { interfaceName, context }) };
  },
};

function functionsOf(interfaceName: string, context: HostContext): Record<string, HostFunction> {
  if (interfaceName.includes('/types@')) return types(context);
  return interfaceName.includes('/producer@') ? producer() : requestReply(context);
}

function types(context: HostContext): Record<string, HostFunction> {
  return {
    '[static]client.connect': async (name: string) => new Client(await context.open('messaging', name), name),
    '[method]client.disconnect': (client: Client) => client.disconnect(),
    '[resource-drop]client': () => undefined,

    '[constructor]message': (data: Uint8Array) => new Message(data),
    '[method]message.topic': ({ topic }: Message) => topic,
    '[method]message.data': ({ data }: Message) => data,
    '[method]message.set-data': (message: Message, data: Uint8Array) => void (message.data = data),
    '[method]message.content-type': () => undefined,
    '[method]message.set-content-type': () => {
      throw new WitError(undefined, 'messages have no content type here');
    },
    '[method]message.metadata': () => undefined,
    '[method]message.add-metadata': refuseMetadata,
    '[method]message.set-metadata': refuseMetadata,
    '[method]message.remove-metadata': refuseMetadata,
    '[resource-drop]message': () => undefined,
  };
}

function refuseMetadata(): never {
  throw new WitError({ tag: 'not-supported' }, 'messages have no metadata here');
}

function producer(): Record<string, HostFunction> {
  return {
    send: ({ port }: Client, topic: string, { data }: Message) => port.publish(topic, { body: data }),
  };
}

function requestReply(context: HostContext): Record<string, HostFunction> {
  return {
    '[constructor]request-options': () => new RequestOptions(),
    '[method]request-options.set-timeout-ms': (options: RequestOptions, timeout: number) =>
      void (options.timeout = timeout),
    '[method]request-options.set-expected-replies': (options: RequestOptions, answers: number) =>
      // as many as none would be no question
      void (options.answers = Math.max(answers, 1)),
    '[resource-drop]request-options': () => undefined,

    request: async ({ port }: Client, topic: string, { data }: Message, options?: RequestOptions) => {
      const { answers = 1, timeout } = options ?? {};
      const question = { topic, body: data, answers, timeout };
      const received = await ask(port, question, context.signal);
      return received.map((one) => new Message(one.body, one, port));
    },

    reply: async ({ answered }: Message, { data }: Message) => {
      // what nobody waits for is no failure: the interface says so
      await answered?.by.publish(answered.at, { body: data });
    },
  };
}
