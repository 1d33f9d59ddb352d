/** What receives from one subscription on the disk. */
import { CapabilityError } from '../../../ports/errors.ts';
import type { Delivery, Subscription } from '../../../ports/messaging.ts';
import { sweepMs } from './store.ts';
import type { Store } from './store.ts';

interface Row {
  readonly id: number;
  readonly topic: string;
  readonly reply_to: string | null;
  readonly body: Uint8Array;
}

/**
 * Of one that others have too, each message is held for all to see; of an own one this reader alone knows what it holds,
 * which spares a write a message.
 * @param kind `own` where nobody else reads it as long as this reader does
 * @param left called when it is disposed of, in the same step that releases what is held
 */
export async function openReader(
  store: Store,
  id: number,
  { kind, ended, left }: { kind: 'own' | 'shared'; ended: AbortSignal; left: () => void },
): Promise<Subscription> {
  const { notes } = store;
  const me = (await store.holder()).id;
  const columns = 'id, topic, reply_to, body';
  const next = notes.prepare(
    `SELECT ${columns} FROM messages WHERE subscription = ? AND id > ? AND holder IS NULL ORDER BY id LIMIT 1`,
  );
  const again = notes.prepare(`SELECT ${columns} FROM messages WHERE id = ?`);
  const first = 'SELECT id FROM messages WHERE subscription = ? AND holder IS NULL ORDER BY id LIMIT 1';
  const waits = notes.prepare(first);
  const claim = notes.prepare(`UPDATE messages SET holder = ? WHERE id = (${first}) RETURNING ${columns}`);
  const free = notes.prepare('UPDATE messages SET holder = NULL WHERE id = ?');
  const remove = notes.prepare('DELETE FROM messages WHERE id = ?');

  const held = new Set<number>();
  /** What this reader may take once more: no other does, as long as it is there. */
  const released: number[] = [];
  let last = 0;
  let isClosed = false;
  let swept = performance.now();

  const isGivenUp = (signal: AbortSignal) => signal.aborted || isClosed;
  const takeAgain = (): Row | undefined => {
    const back = released.sort((a, b) => a - b).shift();
    return back === undefined ? undefined : (again.get(back) as Row | undefined);
  };
  const takeNext = (): Row | undefined => {
    const row = next.get(id, last) as Row | undefined;
    if (row) last = row.id;
    return row;
  };
  const take = async (): Promise<Row | undefined> => {
    const row = await notes.read(() => takeAgain() ?? (kind === 'own' ? takeNext() : undefined));
    if (row || kind === 'own') return row;
    if ((await notes.read(() => waits.get(id))) === undefined) return undefined;
    return notes.write(() => claim.get(me, id) as Row | undefined);
  };
  const put = async (numbers: readonly number[]) => {
    if (kind === 'own') released.push(...numbers);
    else await notes.write(() => numbers.forEach((one) => free.run(one)));
    store.changed();
  };
  const deliveryOf = ({ id: number, topic, reply_to: replyTo, body }: Row): Delivery => ({
    message: { topic, body, ...(replyTo !== null && { replyTo }) },
    async accept() {
      if (!held.delete(number)) return;
      try {
        await notes.write(() => remove.run(number));
      } catch (error) {
        // it comes again, to this reader: on the disk, it still holds it
        released.push(number);
        throw error;
      }
    },
    async release() {
      if (!held.delete(number)) return;
      // where the disk does not take it, it is free when this run has ended
      await put([number]).catch(() => undefined);
    },
  });

  return {
    async receive(signal) {
      let state: string | undefined;
      for (;;) {
        signal.throwIfAborted();
        if (isClosed || ended.aborted) throw over();
        const row = await take();
        if (row) {
          held.add(row.id);
          const delivery = deliveryOf(row);
          if (!isGivenUp(signal)) return delivery;
          await delivery.release();
        } else if (state === undefined) {
          // what is written from here on is not missed: it is looked once more
          state = store.state();
        } else {
          await store.change(state, signal);
          state = undefined;
          if (kind === 'shared' && performance.now() - swept > sweepMs) {
            swept = performance.now();
            await store.sweep();
          }
        }
      }
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      const numbers = [...held, ...released];
      held.clear();
      await notes
        .write(() => {
          if (kind === 'shared') for (const one of numbers) free.run(one);
          left();
        })
        // what is not written down is found out when this run has ended
        .catch(() => undefined);
      store.changed();
    },
  };
}

function over(): CapabilityError {
  return new CapabilityError('connection-lost', 'The subscription was closed, or the run has ended.');
}
