/**
 * The guard: a process beside a run that has brought servers up. A run that a signal ends, as it does while the guest
 * runs, cannot stop its servers; the guard can.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { follow } from '../backends/whereabouts.ts';
import { graceMs } from './grace.ts';

/** What the run tells at its end: it has stopped its servers itself. */
const done = 'done';

export interface Guard extends Disposable {
  /**
   * Whether it watches: a Ctrl-C that came before would end it. False where it cannot be started, which is no reason not
   * to run: the next run cleans up as well.
   */
  readonly watches: Promise<boolean>;
}

/**
 * Starts the guard. It shares the run's process group, so that Ctrl-C in a terminal reaches both. A command that ends
 * before it watches tells it all the same.
 * @param patience how long the command may take to end by itself after a signal, in milliseconds
 */
export function startGuard(script: string, stateDir: string, patience: number): Guard {
  const child = spawn(process.execPath, [script, 'guard', stateDir, String(patience)], {
    // for the moment that it outlives the run, it is not to hold the disk of the workspace
    cwd: path.parse(script).root,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const watches = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    // without the descriptors for them, it has neither
    if (child.pid === undefined) return;
    child.stdin.on('error', () => undefined);
    child.stdout.once('data', () => resolve(true));
    child.once('exit', () => resolve(false));
  });
  child.unref();
  return {
    watches: watches.then((does) => {
      if (child.pid !== undefined) child.stdout.destroy();
      return does;
    }),
    [Symbol.dispose]() {
      if (child.pid !== undefined) child.stdin.end(done);
    },
  };
}

/** The guard's own program: waits until its standard input, which the run holds, is closed. */
export async function guardCommand(startedIn: string, run: number, patience: number): Promise<void> {
  using place = follow(startedIn);
  let isThere = true;
  // a second signal says that nothing is waited for any more
  const waits = [patience];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // once it has ended, another process may have its number
    process.on(signal, () => void setTimeout(() => isThere && kill(run), waits.shift() ?? graceMs));
  }
  process.stdout.write('watching\n');
  let told = '';
  process.stdin.setEncoding('utf8');
  for await (const text of process.stdin) told += String(text);
  isThere = false;
  if (told === done) return;
  const stateDir = place.now();
  const { createLadder } = await import('../backends/ladder.ts');
  const signal = AbortSignal.timeout(60_000);
  {
    // to leave a ladder without having climbed it stops what nobody uses
    await using _ = createLadder({
      stateDir,
      workspace: stateDir,
      choice: 'auto',
      keep: false,
      signal,
      onEvent: () => undefined,
    });
  }
  if (existsSync(stateDir)) return;
  const { stopLostContainers } = await import('../backends/lost.ts');
  await stopLostContainers(stateDir, process.env, signal);
}

function kill(run: number): void {
  try {
    process.kill(run, 'SIGKILL');
  } catch {
    // it ended by itself; the closed input tells so too
  }
}
