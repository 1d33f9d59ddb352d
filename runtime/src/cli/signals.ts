/** Turns Ctrl-C, SIGTERM, SIGHUP and the end of the editor that started this process into an abort signal. */
import type { Stop } from '../app/stop.ts';
import type { Channel } from '../channel.ts';
import { hearWhileComputing, listenTo } from './computing.ts';
import type { Computing, SignalHandles } from './computing.ts';
import type { Guard } from './guard.ts';
import { endWithEditor, hangUp } from './end-of-editor.ts';
import { graceMs } from './grace.ts';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that comes this soon after the one that began the drain is the same one: a shell and npm both hand Ctrl-C on. In milliseconds. */
const echoMs = 100;

/** Why a run was aborted; the exit code is what a shell expects of it. */
export class Stopped extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped');
    this.name = 'Stopped';
    this.exitCode = exitCode;
  }
}

export interface Signals extends Stop, Disposable {
  /** Does what Ctrl-C does. */
  interrupt(): void;
}

/**
 * Listens from `hold` to `release`. Before and after, a signal ends the process by itself, also while it waits for a
 * file to be opened, or computes: a handler cannot run then, nor in a guest that computes for long while it serves
 * (computing.ts). What is to be put away then is for `guard`, which has another process watch over this one.
 * @param channel of a command that an editor started
 */
export function stopSignals(channel?: Channel): Signals {
  const controller = new AbortController();
  const held: (() => void)[] = [];
  let guard: Guard | undefined;
  let watch: Disposable | undefined;
  let isHeld = false;
  let patience = graceMs;
  let drain: Drain | undefined;
  let handles: SignalHandles = new Map();
  let computing: Computing | undefined;
  const stop = (code: number) => {
    if (!drain) controller.abort(new Stopped(code));
    else if (drain.since === undefined) {
      drain.since = performance.now();
      drain.begin.abort();
      computing?.drains();
    }
    // a terminal that is closed, and an editor that has gone, may say so twice, and nobody is in a hurry
    else if (code !== signals.SIGHUP && performance.now() - drain.since > echoMs)
      controller.abort(new Stopped(code));
  };
  // one by which nothing is waited for: process.exit would wait for a file to be opened
  const end = (signal: keyof typeof signals, own: NodeJS.Signals = signal) => {
    if (isHeld) stop(signals[signal]);
    else process.kill(process.pid, own);
  };
  const onGone = () => end('SIGHUP', hangUp);
  channel?.gone.addEventListener('abort', onGone);
  if (channel?.gone.aborted) onGone();
  const off = () => {
    for (const one of held.splice(0)) one();
  };
  return {
    signal: controller.signal,
    hold() {
      isHeld = true;
      if (held.length > 0) return;
      const handlers = new Map(names.map((name) => [name, () => stop(signals[name])]));
      handles = listenTo(handlers);
      for (const [name, handler] of handlers) held.push(() => process.off(name, handler));
    },
    release() {
      // the first process of a container is ended by no signal that it does not handle, and its end ends the guard
      if (process.pid !== 1) off();
    },
    mayDrain: (grace) => void (patience = graceMs + grace),
    drain() {
      this.hold();
      drain ??= { begin: new AbortController(), since: undefined };
      // the first process of a container is ended by no signal that it does not handle
      if (process.pid !== 1) computing ??= hearWhileComputing(handles, patience);
      return drain.begin.signal;
    },
    async guard(stateDir) {
      const { startGuard } = await import('./guard.ts');
      guard ??= startGuard(process.argv[1] ?? '', stateDir, patience);
      return guard.watches;
    },
    computes() {
      // a shell's run may outlive the shell: nohup, disown
      if (channel && !channel.gone.aborted) watch ??= endWithEditor(patience);
    },
    interrupt: () => end('SIGINT'),
    [Symbol.dispose]() {
      off();
      watch?.[Symbol.dispose]();
      computing?.[Symbol.dispose]();
      guard?.[Symbol.dispose]();
      channel?.gone.removeEventListener('abort', onGone);
    },
  };
}

interface Drain {
  readonly begin: AbortController;
  /** When it began, as performance.now() has it. */
  since: number | undefined;
}
