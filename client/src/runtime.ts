/** Starts the runtime, `slight run`, as a process of its own and follows it. Knows nothing of VS Code. */
import { fork } from 'node:child_process';
import type { TraceEvent } from '@slight/runtime/trace/trace.ts';

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
  /** Bytes of the guest and of the runtime, as text. */
  readonly onOutput: (text: string) => void;
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
  /** Asks it to stop its backends and end; kills it after the grace period. */
  stop(): Promise<RuntimeEnd>;
}

const usualGrace = 8000;

export function startRuntime(options: RuntimeOptions): Runtime {
  const child = fork(options.script, options.arguments, {
    cwd: options.cwd,
    execPath: options.node,
    // What the extension host was started with (an inspector, for one) is not meant for the runtime
    execArgv: [],
    env: { ...options.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', options.onOutput);
  child.on('message', (event) => options.onEvent(event as TraceEvent));
  // A guest that ends without reading its input is no fault
  child.stdin?.on('error', () => undefined);

  let stopping = false;
  const { promise: ended, resolve } = Promise.withResolvers<RuntimeEnd>();
  child.once('error', (error) => resolve({ kind: 'failed', error }));
  child.once('close', (code, signal) => {
    if (stopping) resolve({ kind: 'stopped' });
    else if (code !== null) resolve({ kind: 'exited', code });
    else resolve({ kind: 'failed', error: new Error(`the runtime was ended by ${signal ?? 'a signal'}`) });
  });

  return {
    ended,
    write: (input) => void child.stdin?.write(input),
    endInput: () => void child.stdin?.end(),
    async stop() {
      if (!stopping) {
        stopping = true;
        // Windows has no SIGINT to send: there the runtime sees that its parent let go
        if (process.platform !== 'win32') child.kill('SIGINT');
        else if (child.connected) child.disconnect();
      }
      const timer = setTimeout(() => child.kill('SIGKILL'), options.grace ?? usualGrace);
      const end = await ended;
      clearTimeout(timer);
      return end;
    },
  };
}
