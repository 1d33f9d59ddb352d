/** How much a statement may take and give. */
import { CapabilityError } from '../../ports/errors.ts';
import { resultLimit } from '../../ports/sql.ts';
import type { ConfigValues } from '../provider.ts';

const usualSeconds = 30;

/**
 * Milliseconds that a statement may take: SQL_TIMEOUT, in seconds.
 * @throws CapabilityError where it is none
 */
export function deadlineOf(configs: ConfigValues): number {
  const text = configs['SQL_TIMEOUT']?.trim() ?? '';
  if (text === '') return usualSeconds * 1000;
  const seconds = Number(text);
  if (/^\d{1,7}$/.test(text) && seconds > 0) return seconds * 1000;
  throw new CapabilityError(
    'unexpected-error',
    'SQL_TIMEOUT is no number of seconds. Write it as a whole number, such as "30".',
  );
}

export function tooLarge(): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    `The result has more than ${resultLimit / 1024 / 1024} MiB. Ask for less at once: with LIMIT, or fewer columns.`,
  );
}

export function refuseTooLarge(): never {
  throw tooLarge();
}

/** Of a statement by itself that left a transaction behind: the next statement, of whoever, would be in it. */
export function leftOpen(): CapabilityError {
  return new CapabilityError(
    'unexpected-error',
    'The statement began a transaction and did not end it, so it was rolled back. Begin one with begin, or give all its statements in one text.',
  );
}
