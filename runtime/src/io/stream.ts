/** Streams of bytes as guests read and write them: a terminal, a file, nothing. */

/** Where a guest reads. */
export interface Input {
  /** At most `length` bytes of those that are there; none: wait. `undefined` at the end. Throws where reading fails. */
  read(length: number): Uint8Array | undefined;
  /** True where `read` gives bytes, the end or an error. */
  ready(): boolean;
  /** Resolves when `ready` holds, or when the signal says that nobody waits any more. */
  wait(signal?: AbortSignal): Promise<void>;
  /** Called when the guest drops the stream. */
  close?(): void;
}

/** Where a guest writes: all of it, before it returns. */
export interface Output {
  write(bytes: Uint8Array): void;
  /** Called when the guest drops the stream. */
  close?(): void;
}
