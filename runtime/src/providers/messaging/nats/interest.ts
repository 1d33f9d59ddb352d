/** Which subjects a stream keeps, since somebody asked for them; what is asked for here is made again where it was deleted. */
import type { Link } from '../../nats/connection.ts';
import { streamsOver } from '../../nats/stream.ts';
import type { Receiver } from './consumer.ts';
import { covers, isInbox } from './subjects.ts';

/** For how long it is believed that no stream has a subject, in milliseconds. */
const doubtMs = 1000;

export interface Interest {
  /** A subscription to the subject is open, until this is disposed. */
  add(subject: string, receiver: Pick<Receiver, 'find' | 'isFinding'>): Disposable;
  /**
   * Whether a stream keeps what comes to the subject, for all subscriptions that are open here.
   * @param isDoubted the server has just said otherwise: somebody may have deleted the stream
   */
  isKept(link: Link, subject: string, isDoubted?: boolean): Promise<boolean>;
  /** The streams of the server have changed: it asks anew. */
  changed(): void;
}

export function openInterest(): Interest {
  /** The subjects of which it is known that a stream has them, or since when that none does. */
  const streamed = new Map<string, true | number>();
  const open = new Set<readonly [string, Pick<Receiver, 'find' | 'isFinding'>]>();

  const isStreamed = async (link: Link, subject: string): Promise<boolean> => {
    const known = streamed.get(subject);
    if (known === true) return true;
    if (known !== undefined && performance.now() - known < doubtMs) return false;
    const found = (await streamsOver(link, subject)).length > 0;
    streamed.set(subject, found ? true : performance.now());
    return found;
  };

  return {
    add(subject, receiver) {
      const one = [subject, receiver] as const;
      open.add(one);
      return { [Symbol.dispose]: () => void open.delete(one) };
    },

    async isKept(link, subject, isDoubted = false) {
      if (isInbox(subject)) return false;
      if (isDoubted) streamed.clear();
      const wanted = [...open].flatMap(([topic, one]) => (covers(topic, subject) ? [one] : []));
      const isThere = await isStreamed(link, subject);
      // a stream keeps nothing for a consumer that it does not have yet
      const isWhole = isThere && !isDoubted && !wanted.some((one) => one.isFinding());
      if (isWhole || wanted.length === 0) return isThere;
      await Promise.all(wanted.map((one) => one.find(link)));
      return isStreamed(link, subject);
    },

    changed: () => streamed.clear(),
  };
}
