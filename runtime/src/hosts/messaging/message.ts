/** The message of wasi:messaging, as a guest holds it: one that came, or that it makes. */
import type { Messaging, Received } from '../../ports/messaging.ts';
import { allAre, HostResource } from '../values.ts';

export class Message extends HostResource {
  data: Uint8Array;
  /** Of one that came. */
  readonly topic: string | undefined;
  /** Where its answer goes; undefined where none is awaited. */
  readonly answered: { readonly at: string; readonly by: Messaging } | undefined;

  constructor(data: Uint8Array, received?: Received, from?: Messaging) {
    super();
    this.data = data;
    this.topic = received?.topic;
    const at = received?.replyTo;
    this.answered = at === undefined || from === undefined ? undefined : { at, by: from };
  }
}

allAre(Message, 'message');
