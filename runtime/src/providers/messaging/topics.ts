/** What every messaging provider asks of a topic. */
import { CapabilityError } from '../../ports/errors.ts';

/**
 * Not empty, and Unicode: half a surrogate pair has no UTF-8. What else a topic may not hold, the broker says.
 * @throws CapabilityError `queue-or-topic-not-found`
 */
export function requireTopic(topic: string): void {
  if (topic === '') throw noTopic('The topic is empty; give it at least one character.');
  if (!topic.isWellFormed())
    throw noTopic('The topic is no valid Unicode: half of a surrogate pair is missing.');
}

export function noTopic(message: string): CapabilityError {
  return new CapabilityError('queue-or-topic-not-found', message);
}
