/** SpiderLightning's queue, `mq` of generation 0.2: one a name. What was received is accepted as a topic's message is. */
import type { Queue } from '../../ports/messaging.ts';
import { failing, withDescription } from '../failures.ts';
import type { Host } from '../host.ts';
import { HostResource } from '../values.ts';
import { Receiver } from './receiver.ts';
import { Receivers } from './receivers.ts';

class OpenQueue extends HostResource {
  readonly queue: Queue;
  readonly receiver: Receiver;

  constructor(queue: Queue, receiver: Receiver, openedAs: string) {
    super('mq', openedAs);
    this.queue = queue;
    this.receiver = receiver;
  }
}

export const host: Host = {
  create(interfaceName, context) {
    const all = new Receivers(context);
    return {
      name: interfaceName,
      functions: failing(
        withDescription,
        {
          '[static]mq.open': async (name: string) => {
            const port = await context.open('messaging', name);
            const queue = await port.queue();
            const receiver = all.add(new Receiver(port));
            receiver.add(queue);
            return new OpenQueue(queue, receiver, name);
          },
          '[method]mq.send': ({ queue }: OpenQueue, body: Uint8Array) => queue.send({ body }),
          '[method]mq.receive': async ({ receiver }: OpenQueue) => (await receiver.receive()).body,
          '[resource-drop]mq': ({ receiver }: OpenQueue) => {
            receiver.isDropped = true;
          },
        },
        { interfaceName, context },
      ),
    };
  },
};
