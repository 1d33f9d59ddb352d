/** poll_oneoff: waits until one of several things has happened. Layout of subscriptions and events: witx. */
import { monotonic, realtime, sleep } from '../../io/clock.ts';
import type { Call, Context } from './context.ts';
import { errnoOf, Failure } from './failure.ts';
import { errno, right } from './numbers.ts';
import { need } from './table.ts';
import { clockId } from './process.ts';

const subscriptionSize = 48;
const eventSize = 32;
const eventType = { clock: 0, fdRead: 1, fdWrite: 2 } as const;

/** What a guest waits for. */
interface Subscription {
  readonly userdata: bigint;
  readonly type: number;
  /** Whether it has happened: an errno, and for a file how many bytes are there. */
  happened(): { readonly errno: number; readonly bytes?: bigint } | undefined;
  /** Resolves when it may have happened, or when the signal says that nobody waits any more. */
  wait(signal: AbortSignal): Promise<void>;
}

/** Those that wait at the moment: aborted and taken out when the instance ends. */
export type Waiting = Set<AbortController>;

export function pollFunctions({ pointers, table }: Context, waiting: Waiting): Record<string, Call> {
  return {
    poll_oneoff: (from: number, to: number, count: number, happened: number) => {
      const size = count >>> 0;
      if (size === 0) throw new Failure('invalid');
      const input = pointers.view(from, size * subscriptionSize);
      pointers.check(to, size * eventSize);
      pointers.check(happened, 4);
      const subscriptions = Array.from({ length: size }, (_, index) =>
        subscription(
          new DataView(input.buffer, input.byteOffset + index * subscriptionSize, subscriptionSize),
        ),
      );
      const tell = (): boolean => {
        pointers.refresh();
        let told = 0;
        for (const one of subscriptions) {
          const result = one.happened();
          if (!result) continue;
          const view = pointers.view(to + told * eventSize, eventSize);
          for (let at = 0; at < eventSize; at += 8) view.setBigUint64(at, 0n, true);
          view.setBigUint64(0, one.userdata, true);
          view.setUint16(8, result.errno, true);
          view.setUint8(10, one.type);
          view.setBigUint64(16, result.bytes ?? 0n, true);
          told += 1;
        }
        pointers.setUint32(happened, told);
        return told > 0;
      };
      return tell() ? errno.success : waitForAny(subscriptions, tell, waiting).catch(errnoOf);
    },
  };

  function subscription(view: DataView): Subscription {
    const userdata = view.getBigUint64(0, true);
    const type = view.getUint8(8);
    if (type === eventType.clock) return { userdata, type, ...clock(view) };
    if (type !== eventType.fdRead && type !== eventType.fdWrite) throw new Failure('invalid');
    try {
      return { userdata, type, ...descriptor(view.getUint32(16, true), type) };
    } catch (error) {
      const failed = { errno: errnoOf(error) };
      return { userdata, type, happened: () => failed, wait: never };
    }
  }

  function descriptor(fd: number, type: number): Pick<Subscription, 'happened' | 'wait'> {
    const entry = table.get(fd);
    need(entry, right.pollFdReadwrite);
    need(entry, type === eventType.fdRead ? right.fdRead : right.fdWrite);
    if (entry.kind === 'folder') throw new Failure('bad-descriptor');
    if (entry.kind === 'input') {
      const input = entry.input();
      const ready = { errno: errno.success, bytes: 1n };
      return {
        happened: () => (input.ready() ? ready : undefined),
        wait: (signal) => input.wait(signal),
      };
    }
    const left = entry.kind === 'file' ? entry.file.stat().size - entry.offset : 0n;
    const bytes = type === eventType.fdWrite ? 65_536n : left > 0n ? left : 0n;
    const ready = { errno: errno.success, bytes };
    return { happened: () => ready, wait: never };
  }
}

function clock(view: DataView): Pick<Subscription, 'happened' | 'wait'> {
  const id = view.getUint32(16, true);
  const timeout = view.getBigUint64(24, true);
  const isMoment = (view.getUint16(40, true) & 1) === 1;
  if (id !== clockId.realtime && id !== clockId.monotonic) {
    // the time that a process computes cannot be waited for
    const failed = { errno: errno[id <= clockId.threadCpu ? 'unsupported' : 'invalid'] };
    return { happened: () => failed, wait: never };
  }
  // a span of time is one of the clock that nobody sets
  const now = isMoment && id === clockId.realtime ? realtime : monotonic;
  const due = isMoment ? timeout : now() + timeout;
  return {
    happened: () => (now() >= due ? { errno: errno.success } : undefined),
    wait: (signal) => sleep(due - now(), signal),
  };
}

function never(): Promise<void> {
  return new Promise(() => undefined);
}

async function waitForAny(
  subscriptions: readonly Subscription[],
  tell: () => boolean,
  waiting: Waiting,
): Promise<number> {
  do {
    const round = new AbortController();
    waiting.add(round);
    await Promise.race(subscriptions.map((one) => one.wait(round.signal)));
    // the instance is gone, and stays where it was
    if (!waiting.delete(round)) return new Promise(() => undefined);
    round.abort();
  } while (!tell());
  return errno.success;
}
