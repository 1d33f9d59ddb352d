/** What a contract of faults needs of its provider, whatever the capability. */

/** A server at the test's mercy. It keeps its address over all of this. */
export interface FaultyServer extends AsyncDisposable {
  /** Kills it. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It keeps its connections, and answers nothing. */
  pause(): void;
  resume(): void;
}

export interface FaultContract<Server extends FaultyServer, Port> {
  /** A running server that asks for a password, unless it is of a kind that looks at none. */
  readonly start: () => Promise<Server>;
  /** Opens a name with deadlines of about two seconds; `password` in place of the right one. */
  readonly open: (server: Server, name: string, password?: string) => Promise<Port>;
  /** An emulator that takes any login: how a refusal is told is tested apart. */
  readonly anyLogin?: boolean;
}
