export interface Watchdog extends Disposable {
  /** Something that must be answered has been sent. */
  sent(): void;
  /** It has been answered, or has failed. */
  answered(): void;
}

/**
 * Calls `onSilence` when answers are due and none has come for `deadline` milliseconds. One timer for all that is
 * under way: ioredis's own, one a command, makes a GET 5 % slower.
 */
export function createWatchdog(deadline: number, onSilence: () => void): Watchdog {
  let due = 0;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;

  const watch = (milliseconds: number) => {
    // the connection keeps the process going, and the timer need not
    timer = setTimeout(look, milliseconds).unref();
  };
  const look = () => {
    timer = undefined;
    if (due === 0) return;
    const left = since + deadline - performance.now();
    if (left > 0) watch(Math.ceil(left));
    else onSilence();
  };

  return {
    sent() {
      if (due++ === 0) since = performance.now();
      if (timer === undefined) watch(deadline);
    },
    answered() {
      due--;
      since = performance.now();
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
