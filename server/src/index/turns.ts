/** Takes long work in turns with whatever else the process has to do, so that nobody waits for it. */

/** How long a turn lasts, in milliseconds: a request that comes meanwhile waits this long, and is answered. */
const turn = 8;

export interface Turns {
  /** Resolves at once while the turn lasts, else when all that has come meanwhile is done. */
  next(): Promise<void> | undefined;
}

export function turns(): Turns {
  let since = performance.now();
  let waiting: Promise<void> | undefined;
  return {
    next: () =>
      performance.now() - since < turn
        ? waiting
        : (waiting ??= new Promise((resolve) => {
            setImmediate(() => {
              waiting = undefined;
              since = performance.now();
              resolve();
            });
          })),
  };
}
