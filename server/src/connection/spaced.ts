/** Work in the background that is wanted again and again, and must not take the process for itself. */

/** It takes at most this part of the time. */
const share = 1 / 5;

/**
 * Runs it when it is asked for; where it is asked for while it runs, or soon after that, once more when it has rested in
 * proportion to how long it took.
 */
export function spaced(run: () => Promise<void>, now: () => number = () => performance.now()): () => void {
  let isBusy = false;
  let isWanted = false;
  const start = (): void => {
    if (isBusy) {
      isWanted = true;
      return;
    }
    isBusy = true;
    isWanted = false;
    const begin = now();
    const rest = (): void => {
      setTimeout(
        () => {
          isBusy = false;
          if (isWanted) start();
        },
        (now() - begin) * (1 / share - 1),
      ).unref();
    };
    run().then(rest, (error: unknown) => {
      process.stderr.write(`What is done in the background failed: ${String(error)}\n`);
      rest();
    });
  };
  return start;
}
