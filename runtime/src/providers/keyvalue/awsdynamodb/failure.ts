import { CapabilityError } from '../../../ports/errors.ts';
import type { KeyValueErrorCase } from '../../../ports/keyvalue.ts';
import { awsErrorName, awsFailure } from '../../aws/failure.ts';
import type { AwsFailure } from '../../aws/failure.ts';
import type { AwsPlace } from '../../aws/client.ts';

const cases: Readonly<Record<AwsFailure['kind'], KeyValueErrorCase>> = {
  connection: 'connection-error',
  timeout: 'timeout-error',
  authentication: 'authentication-error',
  busy: 'connection-error',
  failed: 'io-error',
  refused: 'unexpected-error',
};

/** There is no such table. */
export function isWithoutTable(error: unknown): boolean {
  return awsErrorName(error) === 'ResourceNotFoundException';
}

/** Somebody else made the table at the same time. */
export function isMadeAlready(error: unknown): boolean {
  return awsErrorName(error) === 'ResourceInUseException';
}

/** Another writer came first: the condition of a write was no longer true. */
export function isChanged(error: unknown): boolean {
  return awsErrorName(error) === 'ConditionalCheckFailedException';
}

/** What the client threw, as the capability's error; without its cause, which holds the signed request. */
export function failure(
  error: unknown,
  place: AwsPlace,
  signal: AbortSignal,
): CapabilityError<KeyValueErrorCase> {
  if (error instanceof CapabilityError) return error as CapabilityError<KeyValueErrorCase>;
  if (signal.aborted) return new CapabilityError('connection-error', 'The run has ended.');
  const text = error instanceof Error ? error.message : '';
  if (awsErrorName(error) === 'ValidationException') {
    if (/Item size|maximum allowed size/i.test(text))
      return new CapabilityError(
        'invalid-value',
        `${place.server} does not take a value of this size: an item has at most 400 kB.`,
      );
    if (/key/i.test(text))
      return new CapabilityError(
        'invalid-key',
        `${place.server} does not take this key: it has at most 2,048 bytes.`,
      );
  }
  const { kind, message } = awsFailure(error, place);
  return new CapabilityError(cases[kind], message);
}
