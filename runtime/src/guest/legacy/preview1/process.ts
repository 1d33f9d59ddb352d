/** What a program has of its process: arguments, environment, clocks, random numbers, its end. */
import type { GuestIo } from '../../guest.ts';
import { GuestExit } from '../../trap.ts';
import { monotonic, realtime } from '../../io/clock.ts';
import type { Call, Context } from './context.ts';
import { Failure } from './failure.ts';

export const clockId = { realtime: 0, monotonic: 1, processCpu: 2, threadCpu: 3 } as const;

/** What each clock tells, and how exactly, in nanoseconds. */
const clocks: readonly { readonly now: () => bigint; readonly resolution: bigint }[] = [
  { now: realtime, resolution: 1000n },
  { now: monotonic, resolution: 1n },
  { now: () => spent(process.cpuUsage()), resolution: 1000n },
  { now: () => spent(process.threadCpuUsage()), resolution: 1000n },
];

/** What the runtime computes at once; in between, memory of any size is filled. */
const mostRandom = 2 ** 30;

export function processFunctions({ pointers }: Context, io: GuestIo): Record<string, Call> {
  const args = io.args.map(terminated);
  const variables = Object.entries(io.environment).map(([name, value]) => terminated(`${name}=${value}`));

  const sizes = (texts: readonly Uint8Array[]) => (count: number, size: number) => {
    pointers.check(size, 4);
    pointers.setUint32(count, texts.length);
    pointers.setUint32(size, total(texts));
  };
  /** Each text, and where each of them begins. */
  const put = (texts: readonly Uint8Array[]) => (starts: number, into: number) => {
    const list = pointers.view(starts, texts.length * 4);
    const bytes = pointers.bytes(into, total(texts));
    let at = 0;
    texts.forEach((text, index) => {
      list.setUint32(index * 4, (into >>> 0) + at, true);
      bytes.set(text, at);
      at += text.length;
    });
  };
  const clock = (id: number) => {
    const found = clocks[id >>> 0];
    if (!found) throw new Failure('invalid');
    return found;
  };

  return {
    args_get: put(args),
    args_sizes_get: sizes(args),
    environ_get: put(variables),
    environ_sizes_get: sizes(variables),
    clock_res_get: (id: number, into: number) => pointers.setUint64(into, clock(id).resolution),
    clock_time_get: (id: number, _precision: bigint, into: number) =>
      pointers.setUint64(into, clock(id).now()),
    random_get: (into: number, length: number) => {
      const bytes = pointers.bytes(into, length);
      // loaded here: many guests need none
      const { randomFillSync } = process.getBuiltinModule('node:crypto');
      for (let at = 0; at < bytes.length; at += mostRandom) {
        randomFillSync(bytes.subarray(at, at + mostRandom));
      }
    },
    proc_exit: (code: number) => {
      throw new GuestExit(code >>> 0);
    },
    // a signal would end the runtime, not the guest
    proc_raise: () => {
      throw new Failure('unsupported');
    },
    sched_yield: () => undefined,
  };
}

/** As C has texts. One with a NUL inside ends there for the guest. */
function terminated(text: string): Uint8Array {
  return Buffer.from(`${text}\0`);
}

function total(texts: readonly Uint8Array[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** Nanoseconds, of microseconds. */
function spent({ user, system }: NodeJS.CpuUsage): bigint {
  return BigInt(user + system) * 1000n;
}
