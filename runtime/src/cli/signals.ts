/** Turns Ctrl-C, SIGTERM, SIGHUP and the end of the editor that started this process into an abort signal. */
import type { Stop } from '../serving.ts';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Why a run was aborted; the exit code is what a shell expects of it. */
export class Stopped extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped');
    this.name = 'Stopped';
    this.exitCode = exitCode;
  }
}

/**
 * Listens until it is disposed. A handler cannot run while a guest computes without ever asking for anything, so
 * `release` gives the signals back to the system, and `guard` has another process watch over this one.
 */
export function stopSignals(): Stop & Disposable {
  const controller = new AbortController();
  let guard: Disposable | undefined;
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
    async guard(stateDir) {
      const { startGuard } = await import('./guard.ts');
      guard ??= await startGuard(process.argv[1] ?? '', stateDir);
    },
    [Symbol.dispose]() {
      release();
      guard?.[Symbol.dispose]();
      process.off('disconnect', disconnected);
    },
  };
}
