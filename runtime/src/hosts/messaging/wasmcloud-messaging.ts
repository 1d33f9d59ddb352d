/** wasmcloud:messaging/consumer, whose guests name no broker: they publish to the one that the slightfile declares. */
import { failing } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import type { HostFunction } from '../values.ts';
import type { BrokerMessage } from './handlers.ts';
import { brokerMessage } from './handlers.ts';
import { ask } from './questions.ts';

/** Its error is a text: the case goes into that. */
const toText: ErrorValue = (error) =>
  error.case === 'unexpected-error' ? error.message : `${error.case}: ${error.message}`;

export const host: Host = {
  create(interfaceName, context) {
    // of its types alone, there is nothing to call
    const functions = interfaceName.includes('/types@') ? {} : consumer(context);
    return { name: interfaceName, functions: failing(toText, functions, { interfaceName, context }) };
  },
};

function consumer(context: HostContext): Record<string, HostFunction> {
  const broker = () => context.open('messaging', '');
  return {
    publish: async ({ subject, body, replyTo }: BrokerMessage) =>
      (await broker()).publish(subject, { body, ...(replyTo !== undefined && { replyTo }) }),
    request: async (topic: string, body: Uint8Array, timeout: number) => {
      const question = { topic, body, answers: 1, timeout };
      const [answer] = await ask(await broker(), question, context.signal);
      return answer && brokerMessage(answer);
    },
  };
}
