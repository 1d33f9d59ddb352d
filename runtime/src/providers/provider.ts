/** What a provider is. */

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
