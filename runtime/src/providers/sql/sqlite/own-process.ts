/** The process that has a connection, seen from the run: started for the first request, and ended to give one up. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Answer, Request, Row } from './messages.ts';

export interface OwnProcess {
  /**
   * Asks it, and waits for the answer.
   * @param signal ends the process, and so what it is at; then this fails with the signal's reason
   * @throws CapabilityError where it ends by itself, or cannot be started
   */
  ask(request: Request, signal?: AbortSignal): Promise<Asked>;
  /** Ends it, whatever it is at. */
  end(): Promise<void>;
  readonly hasEnded: boolean;
}

/** The whole answer. */
export type Asked = Exclude<Answer, { kind: 'rows' }> & { readonly rows: readonly Row[] };

/** @throws CapabilityError where the system starts no process */
export function startProcess(): OwnProcess {
  // beside the chunk that this is in, there is a bundle of it
  const file = import.meta.url.endsWith('.ts') ? './program.ts' : './sqlite-process.mjs';
  const { NODE_OPTIONS: _, ...environment } = process.env;
  let child: ChildProcess;
  try {
    child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      env: environment,
    });
  } catch (error) {
    throw notStarted(error);
  }
  // the run ends when its guest does
  child.unref();
  child.channel?.unref();
  let hasEnded = false;
  const gone = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  let onAnswer: (answer: Answer) => void = () => undefined;
  let onEnd: (error: Error) => void = () => undefined;
  child.on('message', (answer: Answer) => onAnswer(answer));
  child.on('error', (error) => onEnd(notStarted(error)));
  child.once('exit', () => {
    hasEnded = true;
    onEnd(ended());
  });

  const end = async () => {
    if (hasEnded || child.pid === undefined) return;
    child.kill('SIGKILL');
    // who waits for this would end the run otherwise
    child.ref();
    await gone;
  };

  return {
    get hasEnded() {
      return hasEnded;
    },
    end,
    async ask(request, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Asked>();
      const rows: Row[] = [];
      onAnswer = (told) => {
        if (told.kind === 'rows') for (const row of told.rows) rows.push(row);
        else resolve({ ...told, rows });
      };
      onEnd = reject;
      const abort = () => {
        onEnd = () => undefined;
        // what it was at is undone, and its locks are gone, when it has ended
        void end().then(() => reject(signal?.reason as Error));
      };
      signal?.addEventListener('abort', abort, { once: true });
      child.channel?.ref();
      try {
        if (hasEnded) throw ended();
        signal?.throwIfAborted();
        child.send(request, (error) => {
          if (error) onEnd(ended());
        });
        return await promise;
      } finally {
        signal?.removeEventListener('abort', abort);
        child.channel?.unref();
        onAnswer = () => undefined;
        onEnd = () => undefined;
      }
    },
  };
}

/** It was ended, by whatever. */
export function ended(): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    'The process that SQLite runs in has ended, so the statement, or the transaction that it was in, did nothing. Has the machine the memory for it?',
  );
}

function notStarted(error: unknown): CapabilityError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return new CapabilityError(
    'unexpected-error',
    `The process that SQLite runs in cannot be started (${code}). Does the machine have room for another one?`,
    { cause: error },
  );
}
