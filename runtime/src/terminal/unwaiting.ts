/** What is told to a reader who may have stopped to read, and is not waited for. */
import type { Terminal } from './progress.ts';

/** Writes what can be written at once. @returns how many of the bytes; @throws the system's error where nobody reads */
export type Take = (bytes: Uint8Array) => number;

/** Disposed when all was told: what is kept is written, as far as it is read soon. */
export interface Unwaiting extends Terminal, Disposable {
  write(text: string): void;
}

/** How much is kept for a slow reader, in bytes. */
const mostKept = 64 * 1024;

/** How often it is tried again, in milliseconds. */
const retryMs = 100;

/** How long the end waits for the reader, in milliseconds. */
const endMs = 500;

/** Keeps what the reader does not take, up to an end; of what is more, it tells how many lines it left out. */
export function unwaiting(take: Take): Unwaiting {
  let kept: Uint8Array = Buffer.of();
  let leftOut = 0;
  let isGone = false;
  let timer: NodeJS.Timeout | undefined;

  const push = () => {
    try {
      for (let taken = -1; kept.length > 0 && taken !== 0; kept = kept.subarray(taken)) taken = take(kept);
    } catch {
      isGone = true;
      kept = Buffer.of();
    }
  };
  const flush = () => {
    push();
    if (kept.length === 0 && leftOut > 0) {
      const lines = leftOut === 1 ? 'line is' : 'lines are';
      kept = Buffer.from(`slight: ${leftOut} ${lines} left out here, which nobody read in time.\n`);
      leftOut = 0;
      push();
    }
    if (kept.length > 0) timer ??= setTimeout(again, retryMs).unref();
  };
  const again = () => {
    timer = undefined;
    flush();
  };
  return {
    write(text) {
      if (isGone) return;
      flush();
      const bytes = Buffer.from(text);
      const fits = leftOut === 0 && kept.length + bytes.length <= mostKept;
      if (fits) kept = Buffer.concat([kept, bytes]);
      else leftOut += text.split('\n').length - 1;
      if (fits) flush();
    },
    [Symbol.dispose]() {
      const sleeping = new Int32Array(new SharedArrayBuffer(4));
      const end = performance.now() + endMs;
      flush();
      while (kept.length > 0 && performance.now() < end) {
        Atomics.wait(sleeping, 0, 0, 5);
        flush();
      }
      clearTimeout(timer);
    },
  };
}
