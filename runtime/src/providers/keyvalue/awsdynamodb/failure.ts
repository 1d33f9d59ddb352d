import type { CapabilityError } from '../../../ports/errors.ts';
import type { KeyValueErrorCase } from '../../../ports/keyvalue.ts';
import { awsErrorName, awsFailure } from '../../aws/failure.ts';
import type { Told } from '../../aws/failure.ts';
import type { AwsPlace } from '../../aws/client.ts';

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

/** What the client threw, as the capability's error. */
export function failure(
  error: unknown,
  place: AwsPlace,
  signal: AbortSignal,
): CapabilityError<KeyValueErrorCase> {
  return awsFailure(error, place, signal, own);
}

/** What DynamoDB's own errors mean to a store of keys and values. */
function own(name: string, words: string): Told<KeyValueErrorCase> | undefined {
  if (name !== 'ValidationException') return undefined;
  if (/Item size|maximum allowed size/i.test(words))
    return ['invalid-value', 'does not take a value of this size: an item has at most 400 kB.'];
  if (/key/i.test(words)) return ['invalid-key', 'does not take this key: it has at most 2,048 bytes.'];
  return undefined;
}
