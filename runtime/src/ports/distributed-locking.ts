/** Locks among processes: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */

/** Locks by their names, which are any bytes, the empty name too. */
export interface Locks {
  /**
   * Waits, behind those that asked before, until nobody has the lock, and takes it.
   * @returns the lock's id, which releases it: see `lockId`. Of two ids of one name, the later is the greater
   * @throws CapabilityError `lock-acquire-error` where the wait is given up
   */
  acquire(name: Uint8Array, options?: AcquireOptions): Promise<Uint8Array>;
  /**
   * Gives the lock of that id back.
   * @throws CapabilityError `invalid-lock-id` or `lock-release-error` where whoever had that id has the lock no more
   */
  release(id: Uint8Array): Promise<void>;
}

export interface AcquireOptions {
  /**
   * In milliseconds from when it is taken: then the lock is free again, whatever its holder does. Absent: it is held until
   * it is released, or its holder's process has ended.
   */
  readonly timeToLive?: number;
  /** Gives the wait up. */
  readonly signal?: AbortSignal;
}

/** The cases of its failures: those of the WIT, generation 0.3 to 0.5. */
export const lockingErrors = [
  'lock-acquire-error',
  'lock-release-error',
  'lock-timeout-error',
  'connection-error',
  'protocol-error',
  'invalid-lock-id',
  'unexpected-error',
] as const;

export type LockingErrorCase = (typeof lockingErrors)[number];
