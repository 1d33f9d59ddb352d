/** The thread that PGlite is in, and what it is at. It is ended to cancel a statement, and started again for the next. */
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Told } from './worker.ts';

export interface Engine extends AsyncDisposable {
  /**
   * Runs a unit of the protocol alone; parts of the answer are given as they come.
   * @throws Error where the database ended meanwhile
   */
  run(bytes: Uint8Array, onPart: (bytes: Uint8Array) => void): Promise<void>;
  /** Ends what is under way: the database begins anew, as after a crash, which loses nothing that was committed. */
  interrupt(): void;
}

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<unknown>;
  onTold: (told: Told) => void;
}

/** Written once the database is whole: making it takes seconds, in which a run may be ended. */
const mark = 'made';

/**
 * @param folder the name's own, which nobody else uses at the same time
 * @throws Error whose message says why there is none
 */
export async function startEngine(folder: string, progress: (message: string) => void): Promise<Engine> {
  const data = path.join(folder, 'data');
  const made = path.join(folder, mark);
  if (!existsSync(made)) {
    progress('making the database of sql.pglite, which takes some seconds the first time');
    await rm(data, { recursive: true, force: true });
  }
  let thread: Thread | undefined = startThread(data);
  let isOver = false;
  await thread.ready;
  await writeFile(made, '', { mode: 0o600 });

  const end = () => {
    const ended = thread;
    thread = undefined;
    ended?.onTold({ kind: 'ended', why: 'it was interrupted' });
    return ended?.worker.terminate();
  };
  let ending: Promise<unknown> | undefined;

  return {
    async run(bytes, onPart) {
      // one that is not gone yet has its files open
      await ending;
      if (isOver) throw new Error('the run has ended');
      const own = (thread ??= startThread(data));
      try {
        await own.ready;
        await new Promise((resolve, reject) => {
          own.onTold = (told) => {
            if (told.kind === 'part') onPart(told.bytes);
            else if (told.kind === 'done') resolve(undefined);
            else if (told.kind === 'ended') reject(new Error(told.why));
          };
          own.worker.postMessage({ bytes });
        });
      } catch (error) {
        if (thread === own) ending = end();
        throw error;
      }
    },
    interrupt() {
      ending = end();
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      await ending;
      await end();
    },
  };
}

function startThread(folder: string): Thread {
  // beside the chunk that this is in, there is a bundle of it
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './pglite-worker.mjs';
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { folder },
    stdout: true,
    stderr: true,
  });
  // the run ends when its guest does
  worker.unref();
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  promise.catch(() => undefined);
  const thread: Thread = { worker, ready: promise, onTold: () => undefined };
  const fail = (why: string) => {
    reject(new Error(why));
    thread.onTold({ kind: 'ended', why });
  };
  worker.on('message', (told: Told) => {
    if (told.kind === 'ready') resolve(undefined);
    else thread.onTold(told);
  });
  worker.on('error', (error: Error) => fail(error.message));
  worker.on('exit', () => fail('the thread of the database has ended'));
  return thread;
}
