/** How long a provider with one connection waits for its server, in milliseconds. */
export interface Deadlines {
  /** For the server to accept a connection. */
  readonly connect: number;
  /** For the answer to one command. */
  readonly command: number;
}

export const usualDeadlines: Deadlines = { connect: 5_000, command: 10_000 };
