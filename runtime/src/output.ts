/** Bytes to a descriptor, all of them: what was written is out, however slow the reader is. */
import { writeSync } from 'node:fs';

/** Node fails where it is asked for 2 GiB and more. */
const mostAtOnce = 2 ** 30;

/**
 * Writes at once: what was printed before a trap, or before the runtime was killed, has been seen, and who prints
 * faster than the reader reads waits.
 * @throws the system's error: EPIPE where the reader has gone
 */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length;) {
    try {
      start += writeSync(descriptor, bytes, start, Math.min(bytes.length - start, mostAtOnce));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      // whoever shares the pipe made it non-blocking and its reader is slow: a native program would block here too
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/**
 * Writes what the reader takes at once: Node has made a pipe or a socket non-blocking whose standard stream it opened.
 * @returns how many of the bytes
 * @throws the system's error, as above
 */
export function writeSome(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    return 0;
  }
}
