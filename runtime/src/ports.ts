/**
 * The ports: each capability as an async interface. A provider implements one; a host adapts a guest-facing
 * interface to it. The contract suite of a capability (test/contract/<capability>.ts) says the rest.
 */

/** A bucket of keys and values. Keys are any non-empty string; values any bytes, the empty value too. */
export interface KeyValue {
  /** The value; `undefined` where the key is absent. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
  exists(key: string): Promise<boolean>;
  /**
   * Every key that is there from the listing's start to its end, each once; in any order, but in the same each time,
   * so that a listing can be found again where it was left.
   */
  keys(): AsyncIterable<string>;
  /** Deletes the key; one that is absent is no error. */
  delete(key: string): Promise<void>;
  /**
   * Adds to the value, a decimal number in ASCII (an absent key counts as 0), in one step, and gives the sum.
   * Fails with `invalid-value` where the value is no 64-bit integer or the sum is none.
   */
  increment(key: string, delta: bigint): Promise<bigint>;
  /** Sets the value only where it is still `expected` (`undefined`: absent), in one step; tells whether it did. */
  swap(key: string, expected: Uint8Array | undefined, value: Uint8Array): Promise<boolean>;
}

/** Configuration that the guest reads. */
export interface Configs {
  /** The value; `undefined` where the key is not set. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
}

/** What a port's failures are; the WIT's cases of each capability (facts of the legacy WIT, generation 0.3 to 0.5). */
export const keyValueErrors = [
  'key-not-found',
  'invalid-key',
  'invalid-value',
  'connection-error',
  'authentication-error',
  'timeout-error',
  'io-error',
  'unexpected-error',
] as const;

export const configsErrors = [
  'not-found',
  'invalid-value',
  'permission-denied',
  'io-error',
  'unexpected-error',
] as const;

export type KeyValueErrorCase = (typeof keyValueErrors)[number];
export type ConfigsErrorCase = (typeof configsErrors)[number];

/** A capability's failure, told to the guest as the WIT's own error case. The message is for the guest: no secret, no stack. */
export class CapabilityError<Case extends string = string> extends Error {
  readonly case: Case;

  constructor(errorCase: Case, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CapabilityError';
    this.case = errorCase;
  }
}

/** The guest opened a name that the slightfile does not declare. */
export class UndeclaredCapability extends CapabilityError<'unexpected-error'> {
  constructor(message: string) {
    super('unexpected-error', message);
    this.name = 'UndeclaredCapability';
  }
}

export interface Ports {
  keyvalue: KeyValue;
  configs: Configs;
}

export type PortName = keyof Ports;

/** What the runtime gives a provider besides its configs. */
export interface OpenContext {
  /** A folder of the app's own, for providers that keep data on disk; it may not exist yet. */
  readonly dataDir: string;
  /** False where the user chose speed: writes need not have reached the disk when they return. They are atomic in any case. */
  readonly durable: boolean;
  /** Ends the provider's waits; it is aborted when the run ends. */
  readonly signal: AbortSignal;
  /** The process environment that the user gave the run. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Gives a secret of the slightfile, opened; read only by configs.usersecrets. */
  readonly secret: (name: string) => Promise<string | undefined>;
}

/** One provider: what serves a resource. Each file in providers/<capability>/ exports one as `provider`. */
export interface Provider<P> {
  /**
   * @param name what the guest opens, and so the name of the bucket
   * @param configs the slightfile's configs, references resolved, keys as the catalogue spells them
   * @throws CapabilityError when the server cannot be used
   */
  open(
    name: string,
    configs: Readonly<Record<string, string>>,
    context: OpenContext,
  ): Promise<P & AsyncDisposable>;
}
