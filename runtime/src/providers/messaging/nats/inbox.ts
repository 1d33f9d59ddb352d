/** Where answers are awaited: a subject of NATS itself, which no stream keeps. */
import type { Msg } from '@nats-io/transport-node';
import type { CapabilityError } from '../../../ports/errors.ts';
import type { Inbox } from '../../../ports/messaging.ts';
import type { Connection } from '../../nats/connection.ts';

/** @param lost what is told where the connection has gone */
export function openInbox(connection: Connection, lost: () => CapabilityError): Promise<Inbox> {
  return connection.run(async ({ nats, closed }) => {
    const { createInbox } = await import('../../nats/library.ts');
    const topic = createInbox();
    const came: Msg[] = [];
    let isOver = false;
    let wake: (() => void) | undefined;
    const subscription = nats.subscribe(topic, {
      callback(_, message) {
        came.push(message);
        wake?.();
      },
    });
    void closed.then(() => {
      isOver = true;
      wake?.();
    });
    // the server knows of it before anyone is asked to answer there
    await nats.flush();
    return {
      topic,
      async receive(signal) {
        for (;;) {
          signal.throwIfAborted();
          const message = came.shift();
          // that nobody listens to the question is said by an answer without a body
          if (message && message.headers?.code !== 503) return { topic, body: message.data };
          if (message) continue;
          if (isOver) throw lost();
          const { promise, resolve } = Promise.withResolvers<undefined>();
          wake = () => resolve(undefined);
          signal.addEventListener('abort', wake);
          await promise;
          signal.removeEventListener('abort', wake);
          wake = undefined;
        }
      },
      [Symbol.asyncDispose]() {
        isOver = true;
        if (!subscription.isClosed()) subscription.unsubscribe();
        return Promise.resolve();
      },
    };
  });
}
