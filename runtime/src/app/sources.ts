/** Where the messages come from that a guest handles: topics of what the slightfile declares of messaging. */
import type { Messaging } from '../ports/messaging.ts';
import type { ConfigValues } from '../providers/provider.ts';
import type { Declaration } from './declarations.ts';
import { SetUpFailure } from './set-up-failure.ts';

/** One declaration, opened. */
export interface MessageSource {
  /** `messaging.nats`: what serves it, which may be a stand-in. */
  readonly resource: string;
  /** Under which it is opened; empty where the slightfile says `*`, since nobody names it. */
  readonly name: string;
  /** One at least. */
  readonly topics: readonly string[];
  readonly broker: Messaging;
}

/**
 * The topics whose messages are handled: those of SUBSCRIPTIONS, else the one that is called as the declaration is.
 * @throws SetUpFailure where there is none
 */
export function topicsOf(
  { name, resource }: Declaration,
  { SUBSCRIPTIONS: text }: ConfigValues,
): readonly string[] {
  const given = text?.split(',').map((topic) => topic.trim());
  const topics = [...new Set(given?.filter((topic) => topic !== '') ?? (name === '*' ? [] : [name]))];
  if (topics.length > 0) return topics;
  const why = given ? 'its SUBSCRIPTIONS names none' : 'its name is "*"';
  throw new SetUpFailure(
    `The guest handles messages, and ${resource.id} has no topic for it: ${why}. Add configs.SUBSCRIPTIONS = "orders.new, orders.paid" to it, with the topics that are wanted.`,
  );
}
