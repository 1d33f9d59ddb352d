/** Messaging: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */

/** What is published and received. */
export interface Message {
  /** Any bytes, none too. */
  readonly body: Uint8Array;
  /** The topic that an answer is awaited at. */
  readonly replyTo?: string;
}

/** A message as it came. */
export interface Received extends Message {
  /** The very topic that it was published to, also where the subscription is to a wildcard; of a queue its name. */
  readonly topic: string;
}

/** Topics and a queue. A topic is any non-empty text that the broker takes; what a wildcard is, the broker says. */
export interface Messaging {
  /** How long a receive waits at most, in milliseconds, where the slightfile says so; the host holds it. */
  readonly receiveTimeout: number | undefined;
  /**
   * Publishes to a topic: done when the broker has it. It reaches every subscription that was made before, at least once,
   * those of one publisher and topic in their order.
   */
  publish(topic: string, message: Message): Promise<void>;
  /**
   * Asks for what is published to a topic from now on. The subscriptions of one group share what comes, in all runs; one
   * without a group has all of it. What comes while nobody has a subscription any more, since it was closed or its run
   * died, is kept for the next of the same app, name, topic and group; where it has no group, for a week at most.
   * @param group default: what the slightfile names, else none
   */
  subscribe(topic: string, options?: { readonly group?: string }): Promise<Subscription>;
  /** The queue of the name, made where it is not there: it keeps what is sent until one receiver has accepted it. */
  queue(): Promise<Queue>;
  /** A topic where answers are awaited, of this call alone; absent where the broker has nothing that lasts so short. */
  inbox?(): Promise<Inbox>;
}

/** What is published to it is had by its maker alone, and gone with it. */
export interface Inbox extends AsyncDisposable {
  /** One that no other inbox has or had. */
  readonly topic: string;
  /**
   * Waits for the next answer, one at a time.
   * @param signal ends the wait, with its reason
   */
  receive(signal: AbortSignal): Promise<Received>;
}

/** Something that messages come from. Disposing releases what was neither accepted nor released. */
export interface Subscription extends AsyncDisposable {
  /**
   * Waits for the next message. One at a time is asked for; the next may be asked for before the last is accepted.
   * @param signal ends the wait, with its reason; no message is lost by that
   */
  receive(signal: AbortSignal): Promise<Delivery>;
}

export interface Queue extends Subscription {
  send(message: Message): Promise<void>;
}

/** A message that somebody holds: nobody else of its group gets it, until it is released or its holder is gone. */
export interface Delivery {
  readonly message: Received;
  /** It is done with, and never comes again. Fails where that cannot be said any more: then it comes again. */
  accept(): Promise<void>;
  /** It is to come again, to whoever receives next. It does not fail: where the broker cannot be told, it finds out. */
  release(): Promise<void>;
}

/** The cases of its failures: those of the WIT, generation 0.3 to 0.5. */
export const messagingErrors = [
  'payload-too-large',
  'queue-or-topic-not-found',
  'insufficient-permissions',
  'service-unavailable',
  'delivery-failed',
  'connection-lost',
  'unsupported-message-format',
  'unexpected-error',
] as const;

export type MessagingErrorCase = (typeof messagingErrors)[number];
