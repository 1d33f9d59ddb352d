/**
 * The end of the editor, seen from beside the guest: while that computes, the thread that it runs in hears of nothing.
 * A thread and not a process: it costs two milliseconds, and knows this process's parent without being told.
 */
import { Worker } from 'node:worker_threads';

const lookMs = 1_000;

/** What ends a process by itself; on Windows, Node sends no SIGHUP. */
export const hangUp = process.platform === 'win32' ? 'SIGTERM' : 'SIGHUP';

/** In a text of its own, because what is bundled is one file a program. An orphan has another parent, but on Windows. */
const watch = `
const { parent, hangUp, lookMs, patience } = require('node:worker_threads').workerData;
const isThere = () => {
  if (process.ppid !== parent) return false;
  try {
    return process.kill(parent, 0);
  } catch (error) {
    return error.code !== 'ESRCH';
  }
};
const timer = setInterval(() => {
  if (isThere()) return;
  clearInterval(timer);
  process.kill(process.pid, hangUp);
  // a handler stands in its way, and does not run
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patience);
}, lookMs);
`;

/**
 * Ends this process soon after its parent has ended, whatever else it does; its guard then stops its servers.
 * @param patience how long it may take to end by itself, in milliseconds
 */
export function endWithEditor(patience: number): Disposable {
  const worker = new Worker(watch, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { parent: process.ppid, hangUp, lookMs, patience },
  });
  // without it, a guest that computes outlives its editor, and all else is as it was
  worker.on('error', () => undefined);
  worker.unref();
  return { [Symbol.dispose]: () => void worker.terminate() };
}
