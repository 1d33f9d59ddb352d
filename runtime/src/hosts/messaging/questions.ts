/** Questions: a message with a topic for its answers, and the wait for these. */
import { CapabilityError } from '../../ports/errors.ts';
import type { Messaging, Received } from '../../ports/messaging.ts';

export interface Question {
  readonly topic: string;
  readonly body: Uint8Array;
  /** How many answers end the wait. */
  readonly answers: number;
  /** After how long the wait ends, in milliseconds; undefined: when as many have come. */
  readonly timeout: number | undefined;
}

/** The longest that a timer of Node's waits, in milliseconds. */
const longest = 2 ** 31 - 1;

/**
 * Asks, and gives the answers that came in time, one at least.
 * @param signal ends the wait, with its reason
 * @throws CapabilityError `delivery-failed` where none came in time; `unexpected-error` where the broker has no inboxes
 */
export async function ask(
  port: Messaging,
  { topic, body, answers, timeout }: Question,
  signal: AbortSignal | undefined,
): Promise<readonly Received[]> {
  if (!port.inbox) {
    throw new CapabilityError(
      'unexpected-error',
      'This broker has no answers to wait for. Publish with a reply-to topic that the guest handles, or use a broker that has them, as messaging.nats.',
    );
  }
  await using inbox = await port.inbox();
  await port.publish(topic, { body, replyTo: inbox.topic });
  const late = timeout === undefined ? undefined : AbortSignal.timeout(Math.min(timeout, longest));
  const until = AbortSignal.any([signal, late].filter((one) => one !== undefined));
  const received: Received[] = [];
  while (received.length < answers) {
    try {
      received.push(await inbox.receive(until));
    } catch (error) {
      if (!late?.aborted || signal?.aborted) throw error;
      if (received.length > 0) break;
      throw new CapabilityError(
        'delivery-failed',
        `No answer came to ${JSON.stringify(topic)} within ${(timeout ?? 0) / 1000} s.`,
      );
    }
  }
  return received;
}
