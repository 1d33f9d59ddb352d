/** How a command is ended from outside (cli/signals.ts), as an app needs to know of it. */

export interface Stop {
  readonly signal: AbortSignal;
  /** Called where from here on something may have to be put away: before, a signal ends the process by itself. */
  hold(): void;
  /** Called where nothing is left to put away, or the guard does that: a signal may then end the process by itself. */
  release(): void;
  /** Called where servers are up that this folder tells of. @returns whether the guard watches over this process now */
  guard(stateDir: string): Promise<boolean>;
  /** Called by what serves, before anything is brought up: how long what is under way may go on after a first signal, in milliseconds. */
  mayDrain(grace: number): void;
  /**
   * Called by what serves: from here on the first signal only aborts what this gives, so that what is under way can end;
   * the second one aborts `signal`.
   */
  drain(): AbortSignal;
  /** Called before the guest runs: as long as it computes, this thread hears of nothing that is to end it. */
  computes(): void;
}
