/** What the contracts of messaging compare and ask for. */
import assert from 'node:assert/strict';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import type {
  Delivery,
  Messaging,
  MessagingErrorCase,
  Subscription,
} from '@slight/runtime/ports/messaging.ts';

/** One that is open. */
export type Broker = Messaging & AsyncDisposable;

/** How long a message may take that is there, in milliseconds. */
const patience = 10_000;

/** Asserts that the call fails with one of these cases, and gives the error. */
export async function failsWith(
  errorCase: MessagingErrorCase | readonly MessagingErrorCase[],
  call: Promise<unknown>,
): Promise<CapabilityError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof CapabilityError, String(error));
    assert.ok([errorCase].flat().includes(error.case as never), `${error.case}: ${error.message}`);
    return error;
  }
  assert.fail(`no ${String(errorCase)}: the call succeeded`);
}

export function message(text: string): { readonly body: Uint8Array } {
  return { body: Buffer.from(text) };
}

export function textOf({ message: { body } }: Delivery): string {
  return Buffer.from(body).toString();
}

/** The next message; it is there, or comes soon. */
export function next(from: Subscription): Promise<Delivery> {
  return from.receive(AbortSignal.timeout(patience));
}

/** Accepts the next messages, and gives their texts. */
export async function take(from: Subscription, count: number): Promise<string[]> {
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const delivery = await next(from);
    texts.push(textOf(delivery));
    await delivery.accept();
  }
  return texts;
}

/** Asserts that nothing is there, by what is sent last: `send` is to reach the subscription itself. */
export async function assertOnly(from: Subscription, send: (text: string) => Promise<void>): Promise<void> {
  await send('the last');
  assert.deepEqual(await take(from, 1), ['the last']);
}

/** Accepts as many messages, by whichever of them has one. */
export async function takeTogether(all: readonly Subscription[], count: number): Promise<string[]> {
  const texts: string[] = [];
  const done = new AbortController();
  const until = AbortSignal.any([done.signal, AbortSignal.timeout(patience)]);
  await Promise.all(
    all.map(async (from) => {
      while (texts.length < count) {
        const delivery = await from.receive(until).catch((error: unknown) => {
          if (done.signal.aborted) return undefined;
          throw error;
        });
        if (!delivery) return;
        texts.push(textOf(delivery));
        await delivery.accept();
        if (texts.length === count) done.abort();
      }
    }),
  );
  return texts;
}
