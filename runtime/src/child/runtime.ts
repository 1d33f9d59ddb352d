/** A runtime, `slight run`, as a process of its own that is followed. Knows nothing of VS Code. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { TraceEvent } from '../trace/events.ts';
import type { Stopped } from '../debug/stopped.ts';
import { createChannel } from './channel.ts';
import type { Channel } from './channel.ts';

export interface RuntimeOptions {
  /** The Node to run it with. */
  readonly node: string;
  /** dist/slight.mjs */
  readonly script: string;
  /** Its arguments: `-c`, `slightfile.toml`, `run` … */
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onEvent: (event: TraceEvent) => void;
  /** Told where a guest that is debugged has stopped, and what its breakpoints log. */
  readonly onStopped?: (stopped: Stopped) => void;
  readonly onReleased?: (thread: number) => void;
  readonly onLogged?: (text: string) => void;
  /** Bytes of the guest and of the runtime, as text. */
  readonly onOutput: (text: string, stream: 'stdout' | 'stderr') => void;
  /** How long a stopped runtime may take to put its backends away, in milliseconds. */
  readonly grace?: number;
}

/** How a runtime ended: by itself, stopped by us, or never started. */
export type RuntimeEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: Error };

export interface Runtime {
  /** Settles, and never rejects, once the process has ended and its output has been read. */
  readonly ended: Promise<RuntimeEnd>;
  /** Gives the guest input. */
  write(input: string): void;
  /** Ends the guest's input. */
  endInput(): void;
  /** What it answers; undefined where there is no answer within the time, in milliseconds. */
  readonly ask: Channel['ask'];
  /** Asks it to stop its backends and end; kills it after the grace period. */
  stop(): Promise<RuntimeEnd>;
  /**
   * Asks it to end once the requests that are under way have been answered, for which it has a limit of its own; `stop`
   * ends it before. One that does not hear is stopped after the grace period.
   */
  drain(): Promise<RuntimeEnd>;
}

const usualGrace = 8000;

/** How long a runtime is asked to stop before it is made to, in milliseconds. */
const heed = 250;

/** What it has been asked, the latest. */
type Asked = 'nothing' | 'drain' | 'stop';

export function startRuntime(options: RuntimeOptions): Runtime {
  let child: ChildProcess;
  try {
    child = spawn(options.node, [options.script, '--channel', '3', ...options.arguments], {
      cwd: options.cwd,
      env: { ...options.env, ELECTRON_RUN_AS_NODE: '1' },
      // on Windows, a pipe that is read and written at once has to be overlapped
      stdio: ['pipe', 'pipe', 'pipe', 'overlapped'],
    });
  } catch (error) {
    // some errors, ENOTDIR among them, are thrown and not told later
    return neverStarted(error instanceof Error ? error : new Error(String(error)));
  }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => options.onOutput(text, stream));
  // where the system has no descriptors left, there are no streams at all
  const [, , , pipe] = (child.stdio as typeof child.stdio | undefined) ?? [];
  const channel = pipe && createChannel(pipe as Duplex, options);
  // A guest that ends without reading its input is no fault
  child.stdin?.on('error', () => undefined);

  const grace = options.grace ?? usualGrace;
  let last: Asked = 'nothing';
  const { promise: ended, resolve } = Promise.withResolvers<RuntimeEnd>();
  child.once('error', (error) => resolve({ kind: 'failed', error }));
  child.once('close', (code, signal) => {
    if (last !== 'nothing') resolve({ kind: 'stopped' });
    else if (code !== null) resolve({ kind: 'exited', code });
    else resolve({ kind: 'failed', error: new Error(`the runtime was ended by ${signal ?? 'a signal'}`) });
  });

  // one of another version may have no such request
  const hears = async (patience: number) =>
    (await channel?.ask('stop', patience).catch(() => undefined)) !== undefined;
  const stop = async (): Promise<RuntimeEnd> => {
    const before = last;
    last = 'stop';
    if (before !== 'stop' && !(await hears(heed))) {
      // a handler of its own stands in the way of a signal, and does not run; its guard stops the backends
      if (before === 'drain') child.kill('SIGKILL');
      // Windows has no SIGINT to send: there the runtime sees that its parent let go
      else if (process.platform === 'win32') channel?.close();
      else child.kill('SIGINT');
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), grace);
    const end = await ended;
    clearTimeout(timer);
    return end;
  };

  return {
    ended,
    write: (input) => void child.stdin?.write(input),
    endInput: () => void child.stdin?.end(),
    ask: async (method, patience, ...params) => channel?.ask(method, patience, ...params),
    stop,
    async drain() {
      if (last !== 'nothing') return await ended;
      last = 'drain';
      if (!(await hears(grace))) return await stop();
      return await ended;
    },
  };
}

function neverStarted(error: Error): Runtime {
  const end: RuntimeEnd = { kind: 'failed', error };
  return {
    ended: Promise.resolve(end),
    write: () => undefined,
    endInput: () => undefined,
    ask: () => Promise.resolve(undefined),
    stop: () => Promise.resolve(end),
    drain: () => Promise.resolve(end),
  };
}
