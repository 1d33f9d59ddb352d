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
 * Listens from `hold` until it is disposed. Before, a signal ends the process by itself, also while it waits for a
 * file to be opened, which nothing in it can end. A handler cannot run while a guest computes without ever asking for
 * anything, so `release` gives the signals back to the system, and `guard` has another process watch over this one.
 */
export function stopSignals(): Stop & Disposable {
  const controller = new AbortController();
  const held: (() => void)[] = [];
  let guard: Disposable | undefined;
  // with an end that leaves nothing to wait for: process.exit would wait for a file to be opened
  let disconnected = (): void => void process.kill(process.pid, 'SIGHUP');
  const onDisconnect = () => disconnected();
  process.on('disconnect', onDisconnect);
  // to listen must not keep this process alive
  process.channel?.unref();
  const release = () => {
    for (const off of held.splice(0)) off();
  };
  return {
    signal: controller.signal,
    hold() {
      disconnected = () => controller.abort(new Stopped(signals.SIGHUP));
      for (const [name, code] of Object.entries(signals)) {
        const handler = () => controller.abort(new Stopped(code));
        process.on(name, handler);
        held.push(() => process.off(name, handler));
      }
    },
    release,
    async guard(stateDir) {
      const { startGuard } = await import('./guard.ts');
      guard ??= await startGuard(process.argv[1] ?? '', stateDir);
    },
    [Symbol.dispose]() {
      release();
      guard?.[Symbol.dispose]();
      process.off('disconnect', onDisconnect);
    },
  };
}
