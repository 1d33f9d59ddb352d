/** Standard error, as a command tells its user by it. */
import { writeSome } from '../output.ts';
import type { Terminal } from '../terminal/progress.ts';
import { unwaiting } from '../terminal/unwaiting.ts';
import type { Unwaiting } from '../terminal/unwaiting.ts';

/** Disposed when all was told. */
export interface StandardError extends Terminal, Disposable {
  /** From here on its reader is not waited for: an app serves, and nobody who does not read its log may stop that. */
  serves(): void;
}

export function standardError(): StandardError {
  const { isTTY } = process.stderr;
  let log: Unwaiting | undefined;
  return {
    isTTY,
    write: (text) => (log ?? process.stderr).write(text),
    serves() {
      // a terminal shows at once what it is given, until somebody stops it who looks at it
      if (!isTTY) log ??= unwaiting((bytes) => writeSome(process.stderr.fd, bytes));
    },
    [Symbol.dispose]: () => log?.[Symbol.dispose](),
  };
}
