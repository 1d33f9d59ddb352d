/**
 * A watch over the thread that guests run in. While a guest computes, that thread hears of nothing; another one, which
 * costs two milliseconds once, sees that it has stood still for too long, and sets the flag that checks look at
 * (checks.ts). The guest that looks next is ended by a trap, and the flag is cleared by that.
 */
import { Worker } from 'node:worker_threads';
import { GuestFull, GuestStalled } from '../guest.ts';

/** What of the shared memory is what: 32-bit numbers. Checks know the places of `flag` and `ended`. */
const slot = { flag: 0, beats: 1, ended: 2 } as const;

/** How often both threads look at each other while the limit passes. */
const looks = 10;

// in a text of its own, because what is bundled is one file a program. It counts its own looks and not the time: a
// machine that sleeps, or a process that is halted, stops both threads
const program = `
const { numbers, slot, looks, period } = require('node:worker_threads').workerData;
let last = -1;
let missed = 0;
setInterval(() => {
  const beats = Atomics.load(numbers, slot.beats);
  missed = beats === last ? missed + 1 : 0;
  last = beats;
  if (missed < looks) return;
  missed = 0;
  Atomics.store(numbers, slot.flag, 1);
}, period);
`;

export class Watch implements Disposable {
  /** What checks look at. */
  readonly flag = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  readonly #numbers = new Int32Array(this.flag.buffer);
  readonly #limit: number;
  readonly #timer: NodeJS.Timeout;
  readonly #worker: Worker;

  /** @param limit how long this thread may stand still, in milliseconds */
  constructor(limit: number) {
    this.#limit = limit;
    const period = Math.max(limit / looks, 1);
    this.#timer = setInterval(() => this.#beat(), period).unref();
    this.#worker = new Worker(program, {
      eval: true,
      env: {},
      execArgv: [],
      workerData: { numbers: this.#numbers, slot, looks, period },
    });
    // without it, a guest that computes is not ended, and all else is as it was
    this.#worker.on('error', () => undefined);
    this.#worker.unref();
  }

  /** To be called before a guest is: for how long the thread stood still before that is not its fault. */
  enter(): void {
    if (this.#numbers[slot.flag] !== 0) this.#beat();
  }

  /** What a guest ended with: a trap of the watch's, where it was that. */
  endOf(error: unknown): unknown {
    const trap = error instanceof GuestFull ? error.cause : error;
    const ended = this.#numbers[slot.ended] ?? 0;
    if (!(trap instanceof WebAssembly.RuntimeError) || ended === 0) return error;
    this.#numbers[slot.ended] = ended - 1;
    this.#beat();
    return new GuestStalled(this.#limit, { cause: error });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    void this.#worker.terminate();
  }

  /** This thread goes on: whoever computes now has the whole time. */
  #beat(): void {
    this.#numbers[slot.beats] = (this.#numbers[slot.beats] ?? 0) + 1;
    this.#numbers[slot.flag] = 0;
  }
}
