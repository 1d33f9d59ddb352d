/** What a provider is. */
import type { Fields } from '../ports/http.ts';

/** What the runtime gives a provider besides its configs. */
export interface OpenContext {
  /** This name's own folder, for a resource whose data is in one; absolute, and it may not exist yet. */
  readonly folder: string;
  /** The slightfile's folder, which configs that name files are relative to; absolute. */
  readonly beside: string;
  /** The server is one of this machine, or was brought up: what a guest needs there may be made. */
  readonly development: boolean;
  /** What a provider keeps in memory for as long as the run lasts: the value of a key, made where it is first asked for. */
  readonly lasting: <T>(key: string, make: () => T) => T;
  /** False where the user chose speed: writes need not have reached the disk when they return. They are atomic in any case. */
  readonly durable: boolean;
  /** Ends the provider's waits; it is aborted when the run ends. */
  readonly signal: AbortSignal;
  /** The process environment that the user gave the run. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told what goes on, where opening takes its time: `making the database`. */
  readonly progress: (message: string) => void;
  /** Gives a secret of the slightfile, opened; read only by configs.usersecrets. */
  readonly secret: (name: string) => Promise<string | undefined>;
  /** The names of those, each once. */
  readonly secretNames: () => readonly string[];
  /** What a request over HTTP that is sent now says of the trace that it is of: `traceparent`, or nothing. */
  readonly traceFields: () => Fields;
}

/** The slightfile's configs, by their keys as the catalogue spells them; references are resolved. */
export type ConfigValues = Readonly<Record<string, string>>;

/** One provider: what serves a resource. The file providers/<capability>/<provider>.ts exports it as `provider`. */
export interface Provider<P> {
  /**
   * @param name what the guest opens, and so the name of the bucket
   * @throws CapabilityError when the server cannot be used
   */
  open(name: string, configs: ConfigValues, context: OpenContext): Promise<P & AsyncDisposable>;
  /** Whether there is any data in a name's own folder, asked without opening it, which would make it; absent: nobody asks. */
  holdsData?(folder: string): boolean;
}
