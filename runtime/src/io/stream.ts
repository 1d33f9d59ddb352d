/** Streams of bytes as guests read and write them: a terminal, a file, the body of an HTTP message, nothing. */

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

/** Where a guest writes. */
export interface Output {
  /** Takes all of it before it returns, also more than there is room for. Throws where writing fails. */
  write(bytes: Uint8Array): void;
  /** As `write`, of bytes that may change as soon as it returns. Absent where it keeps what it is given. */
  copy?(bytes: Uint8Array): void;
  /** How many bytes it takes without their being kept in memory; 0: wait. Absent where it writes at once. */
  room?(): number;
  /** Resolves when `room` is more than 0 or writing fails, or when the signal says that nobody waits any more. */
  wait?(signal?: AbortSignal): Promise<void>;
  /** True where nothing of what was written is still kept. */
  flushed?(): boolean;
  /** Called when the guest drops the stream. */
  close?(): void;
}
