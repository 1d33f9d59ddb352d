/** Bytes on their way from who brings them to who takes them, in their order: what is brought is kept until it is taken. */
import type { Input } from './stream.ts';

/** How many bytes are kept before who brings them is asked to wait: 64 KiB, the size of a pipe on Linux. */
const enough = 65_536;

export class Passage implements Input {
  readonly #kept: Uint8Array[] = [];
  #size = 0;
  #isOver = false;
  #failure: Error | undefined;
  readonly #waiting = new Set<() => void>();

  /** How many bytes it takes before it keeps enough. */
  get room(): number {
    return Math.max(0, enough - this.#size);
  }

  /** True where all that was brought has been taken. */
  get empty(): boolean {
    return this.#size === 0;
  }

  /** True where nothing more can be brought. */
  get over(): boolean {
    return this.#isOver || this.#failure !== undefined;
  }

  /** Why it broke off. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Brings some; nothing where it is over. */
  bring(bytes: Uint8Array): void {
    if (this.over || bytes.length === 0) return;
    this.#kept.push(bytes);
    this.#size += bytes.length;
    this.#changed();
  }

  /** Nothing more comes; what is kept can still be taken. */
  end(): void {
    if (this.over) return;
    this.#isOver = true;
    this.#changed();
  }

  /** It breaks off; what is kept is lost. An end that was reached stays one. */
  fail(error: Error): void {
    if (this.#failure || (this.#isOver && this.#size === 0)) return;
    this.#failure = error;
    this.#kept.length = 0;
    this.#size = 0;
    this.#changed();
  }

  read(length: number): Uint8Array | undefined {
    if (this.#failure) throw this.#failure;
    const first = this.#kept[0];
    if (!first) return this.#isOver ? undefined : new Uint8Array();
    const taken = first.subarray(0, length);
    if (taken.length === first.length) this.#kept.shift();
    else this.#kept[0] = first.subarray(length);
    this.#size -= taken.length;
    this.#changed();
    return taken;
  }

  ready(): boolean {
    return this.#size > 0 || this.over;
  }

  wait(signal?: AbortSignal): Promise<void> {
    return this.#until(() => this.ready(), signal);
  }

  /** Resolves when there is room, or it is over. */
  waitForRoom(signal?: AbortSignal): Promise<void> {
    return this.#until(() => this.room > 0 || this.over, signal);
  }

  #until(holds: () => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds() && signal?.aborted !== true) return;
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', look);
        resolve();
      };
      this.#waiting.add(look);
      signal?.addEventListener('abort', look, { once: true });
      look();
    });
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look();
  }
}
