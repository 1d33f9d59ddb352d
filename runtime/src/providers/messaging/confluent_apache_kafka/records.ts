/** What brokers answer with, as messages. */
import type { fetchV12 } from '@platformatic/kafka';
import type { Received } from '../../../ports/messaging.ts';

/** Where a message says at which topic its answer is awaited. */
export const replyHeader = Buffer.from('Reply-To');

export interface Fetched {
  readonly offset: bigint;
  readonly message: Received;
}

/** Attributes of a batch, https://kafka.apache.org/documentation/#recordbatch. */
const isTransactional = 0x10;
const isControl = 0x20;

/**
 * The messages of a partition from an offset on, and the offset after all that was answered. What transactions have taken
 * back is not among them.
 */
export function messagesOf(
  { records, abortedTransactions }: Pick<fetchV12.FetchResponsePartition, 'records' | 'abortedTransactions'>,
  from: bigint,
  topic: string,
): { readonly messages: readonly Fetched[]; readonly next: bigint } {
  const aborted = [...(abortedTransactions ?? [])].sort((one, other) =>
    one.firstOffset < other.firstOffset ? -1 : 1,
  );
  /** Whose records are taken back at this place. */
  const taken = new Set<bigint>();
  const messages: Fetched[] = [];
  let next = from;
  for (const batch of records ?? []) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    for (let one = aborted[0]; one && one.firstOffset <= last; one = aborted[0]) {
      taken.add(one.producerId);
      aborted.shift();
    }
    if (last >= next) next = last + 1n;
    if (batch.attributes & isControl) {
      // the end of its producer's transaction
      taken.delete(batch.producerId);
      continue;
    }
    if (batch.attributes & isTransactional && taken.has(batch.producerId)) continue;
    for (const { offsetDelta, value, headers } of batch.records) {
      const offset = batch.firstOffset + BigInt(offsetDelta);
      if (offset < from) continue;
      const reply = headers.find(([key]) => key?.equals(replyHeader))?.[1];
      const message = { topic, body: value ?? Buffer.alloc(0), ...(reply && { replyTo: reply.toString() }) };
      messages.push({ offset, message });
    }
  }
  return { messages, next };
}
