/** What one handle of a guest receives from: one subscription or several, and the message that the guest works on. */
import { CapabilityError } from '../../ports/errors.ts';
import type { Delivery, Messaging, Received, Subscription } from '../../ports/messaging.ts';

/** How asking one subscription went. */
type Answer = { readonly from: Source } & ({ readonly delivery: Delivery } | { readonly error: unknown });

interface Source {
  readonly subscription: Subscription;
  /** Asked, and not yet told to the guest. It never rejects. */
  asked?: Promise<Answer> | undefined;
}

export class Receiver {
  readonly #timeout: number | undefined;
  readonly #closing = new AbortController();
  /** The one that was told last is at the end, so that none is kept from its turn. */
  readonly #sources: Source[] = [];
  #held: Delivery | undefined;
  /** The guest has put its handle away: nothing is received any more, and what it works on it still does. */
  isDropped = false;

  constructor({ receiveTimeout }: Pick<Messaging, 'receiveTimeout'>) {
    this.#timeout = receiveTimeout;
  }

  add(subscription: Subscription): void {
    this.#sources.push({ subscription });
  }

  /**
   * Accepts the message of the last receive, and waits for the next of any subscription.
   * @throws CapabilityError, `delivery-failed` where none comes in the time that there is for it
   */
  async receive(): Promise<Received> {
    const held = this.#held;
    this.#held = undefined;
    await held?.accept();
    const answer = await this.#inTime(Promise.race(this.#sources.map((source) => this.#ask(source))));
    const { from } = answer;
    from.asked = undefined;
    this.#sources.push(...this.#sources.splice(this.#sources.indexOf(from), 1));
    if ('error' in answer) throw answer.error;
    this.#held = answer.delivery;
    return answer.delivery.message;
  }

  /** What the guest worked on is done, or is to be done again. It does not fail: what cannot be accepted comes again. */
  async settle(isDone: boolean): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    await (isDone ? held?.accept().catch(() => undefined) : held?.release());
  }

  /** Leaves the subscriptions. What was received and not told to the guest is released. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.settle(false);
    await Promise.all(
      this.#sources.map(async ({ asked, subscription }) => {
        const answer = await asked;
        if (answer && 'delivery' in answer) await answer.delivery.release();
        await subscription[Symbol.asyncDispose]();
      }),
    );
  }

  #ask(from: Source): Promise<Answer> {
    return (from.asked ??= from.subscription.receive(this.#closing.signal).then(
      (delivery) => ({ from, delivery }),
      (error: unknown) => ({ from, error }),
    ));
  }

  async #inTime(answer: Promise<Answer>): Promise<Answer> {
    const timeout = this.#timeout;
    if (timeout === undefined) return answer;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const message = `No message came within ${timeout / 1000} s, which RECEIVE_TIMEOUT gives it.`;
      timer = setTimeout(() => reject(new CapabilityError('delivery-failed', message)), timeout);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
