/** Work in the background that is wanted again and again, and must not take the process for itself. */

/** It takes at most this part of the time. */
const share = 1 / 5;

/** It waits until nobody has asked for so long, in milliseconds: while a person types, the answers to that come first. */
const quiet = 300;

/** But no longer than this. */
const patience = 2000;

/**
 * Runs it when it was asked for and it is quiet again; where it is asked for while it runs, or soon after that, once
 * more when it has rested in proportion to how long it took.
 */
export function spaced(run: () => Promise<void>, now: () => number = () => performance.now()): () => void {
  let isBusy = false;
  /** When it was first asked for since it last began. */
  let since: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    isBusy = true;
    since = undefined;
    const begin = now();
    const rest = (): void => {
      const end = (): void => {
        isBusy = false;
        if (since !== undefined) start();
      };
      setTimeout(end, (now() - begin) * (1 / share - 1)).unref();
    };
    run().then(rest, (error: unknown) => {
      process.stderr.write(`What is done in the background failed: ${String(error)}\n`);
      rest();
    });
  };
  return () => {
    since ??= now();
    if (isBusy) return;
    clearTimeout(timer);
    timer = setTimeout(start, Math.max(0, Math.min(quiet, since + patience - now()))).unref();
  };
}
