/** Turns Ctrl-C, SIGTERM, SIGHUP and the end of the editor that started this process into an abort signal. */

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export interface Stop extends Disposable {
  readonly signal: AbortSignal;
  /**
   * Gives the signals back to the system. A handler cannot run while a guest computes without ever asking for
   * anything; so where nothing is left to put away, a signal must end the process by itself.
   */
  release(): void;
}

/** Why a run was aborted; the exit code is what a shell expects of it. */
export class Stopped extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped');
    this.name = 'Stopped';
    this.exitCode = exitCode;
  }
}

export function stopSignals(): Stop {
  const controller = new AbortController();
  const handlers = Object.entries(signals).map(([name, code]) => {
    const handler = () => controller.abort(new Stopped(code));
    process.on(name, handler);
    return () => process.off(name, handler);
  });
  const disconnected = () => controller.abort(new Stopped(signals.SIGHUP));
  process.on('disconnect', disconnected);
  // to listen must not keep this process alive
  process.channel?.unref();
  const release = () => {
    for (const off of handlers.splice(0)) off();
  };
  return {
    signal: controller.signal,
    release,
    [Symbol.dispose]() {
      release();
      process.off('disconnect', disconnected);
    },
  };
}
