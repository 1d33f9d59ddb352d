import { CommanderError } from 'commander';
import { Mistake } from '../mistake.ts';
import { Stopped } from './signals.ts';

/**
 * Tells of a failure on standard error: a person's mistake in one line, anything else as the bug that it is.
 * @returns the exit code: 2, so that it is told apart from a guest's usual 1
 */
export function reportFailure(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Stopped) return error.exitCode;
  const failure = error instanceof Error ? error : new Error(String(error));
  if (failure instanceof Mistake) process.stderr.write(`slight: ${failure.message}\n`);
  else
    process.stderr.write(
      `slight: this is a bug in slight: ${failure.message}. Run again with --verbose and report what it prints.\n`,
    );
  if (verbose) process.stderr.write(`${stack(failure)}\n`);
  return 2;
}

function stack(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stack(error.cause)}` : '';
  return (error.stack ?? error.message) + cause;
}
