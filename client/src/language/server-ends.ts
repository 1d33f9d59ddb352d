/** What happens when the language server ends by a fault. Knows nothing of VS Code. */

/** How many ends within the span are one too many. */
export const mostEnds = 5;

/** In milliseconds: three minutes. */
const span = 3 * 60 * 1000;

/** The ends of the language server, as its client sees them. */
export interface ServerEnds {
  /**
   * Told of an end, at this time in milliseconds.
   * @returns whether another server is to be started: not where this is the fifth within three minutes
   */
  restartsAfter(time: number): boolean;
  /** Those that were are no longer counted. */
  forget(): void;
}

export function createServerEnds(): ServerEnds {
  let ends: readonly number[] = [];
  return {
    restartsAfter(time) {
      ends = [...ends.filter((end) => time - end <= span), time];
      return ends.length < mostEnds;
    },
    forget() {
      ends = [];
    },
  };
}

/** Whether a request has no answer because the server ended before it gave one. */
export function endedUnanswered(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null | undefined)?.code === pendingResponseRejected;
}

/** `ErrorCodes.PendingResponseRejected` of vscode-jsonrpc, whose values can be loaded inside VS Code alone. */
const pendingResponseRejected = -32097;
