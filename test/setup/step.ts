/** One thing that the tests need of the machine. A file in steps/ is one: it exports these three. */
export interface Step {
  /** For people: what it is, and how long it takes where that is long. */
  readonly name: string;
  /** Whether it is still to be done; answers at once. */
  needed(): Promise<boolean>;
  /**
   * Does it, and tells how it goes on, line by line.
   * @throws Error that says what is missing and how to get it, where it cannot
   */
  install(log: (line: string) => void): Promise<void>;
}
