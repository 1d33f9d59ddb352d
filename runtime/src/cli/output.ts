/** What this process prints by itself: written at once, so that its end cuts nothing off. */
import { Mistake } from '../mistake.ts';
import { writeAll } from '../output.ts';
import { Stopped } from './signals.ts';

/** 128 + SIGPIPE: what a shell expects of a program whose reader has gone. */
const readerGone = 141;

/**
 * Has a standard stream write at once: Node would queue what a pipe does not take, and drop it when the process exits.
 * Nothing that is written fails: whoever prints has something to bring to its end. A terminal is left to Node, which
 * writes to it at once.
 * @returns why the stream could not be written to, if it could not
 */
export function writeAtOnce(stream: NodeJS.WriteStream & { readonly fd: 1 | 2 }): () => unknown {
  let failure: unknown;
  const fail = (error: unknown) => (failure ??= error);
  // else the hang-up of a terminal would be an exception that nobody catches
  stream.on('error', fail);
  if (!stream.isTTY) {
    stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
      if (failure === undefined) {
        try {
          writeAll(stream.fd, typeof chunk === 'string' ? Buffer.from(chunk, encodingIn(rest)) : chunk);
        } catch (error) {
          fail(error);
        }
      }
      const done = rest.find((argument) => typeof argument === 'function');
      if (done) process.nextTick(done);
      return true;
    };
  }
  return () => failure;
}

/** What the process ends with where standard output failed: as quietly as it can where only its reader has gone. */
export function outputFailure(failure: unknown): Error {
  const { code = String(failure) } = failure as NodeJS.ErrnoException;
  if (code === 'EPIPE') return new Stopped(readerGone);
  return new Mistake(
    'output-unwritable',
    `What was to be printed cannot be written to standard output (${code}). Have it written where there is room.`,
    { cause: failure },
  );
}

function encodingIn(rest: readonly unknown[]): BufferEncoding | undefined {
  return rest.find((argument) => typeof argument === 'string') as BufferEncoding | undefined;
}
