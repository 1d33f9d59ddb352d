import { CommanderError } from 'commander';
import { Mistake } from '../mistake.ts';
import { isScarcity, tell } from '../system-error.ts';
import { printable, printableLine } from '../terminal/printable.ts';
import { Stopped } from './signals.ts';

/**
 * Tells of a failure on standard error: a person's mistake in one line, anything else as the bug that it is.
 * @param mask takes the secrets out
 * @returns the exit code: 2, so that it is told apart from a guest's usual 1
 */
export function reportFailure(error: unknown, verbose: boolean, mask: (text: string) => string): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Stopped) return error.exitCode;
  const failure = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`slight: ${printableLine(mask(sentence(failure)))}\n`);
  if (verbose) process.stderr.write(`${printable(mask(stack(failure)))}\n`);
  return 2;
}

function sentence(error: Error): string {
  if (error instanceof Mistake) return error.message;
  return (
    refused(error) ??
    `this is a bug in slight: ${error.message}. Run again with --verbose and report what it prints.`
  );
}

/** What the system refused where nobody expected it: told with what is known of it. */
function refused(error: NodeJS.ErrnoException): string | undefined {
  const { path, syscall } = error;
  if (syscall === 'uv_cwd') return 'The folder that slight was started in is gone. Start it in another.';
  // what the system was asked for at that moment is not to blame
  if (isScarcity(error)) return tell(error, { deed: 'The command cannot go on' });
  const deed = path === undefined ? `The system refuses to ${syscall ?? 'go on'}` : `${path} cannot be used`;
  return tell(error, { deed });
}

function stack(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stack(error.cause)}` : '';
  return (error.stack ?? error.message) + cause;
}
