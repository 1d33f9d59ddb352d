import { CapabilityError } from '../../ports/errors.ts';

/**
 * What every keyvalue provider asks of a key: not empty, and Unicode (half a surrogate pair has no UTF-8, and two
 * such keys would fall together). Whatever else a key holds, the provider must store.
 * @throws CapabilityError `invalid-key`
 */
export function requireKey(key: string): void {
  if (key === '')
    throw new CapabilityError('invalid-key', 'The key is empty; give it at least one character.');
  if (!key.isWellFormed()) {
    throw new CapabilityError(
      'invalid-key',
      'The key is no valid Unicode: half of a surrogate pair is missing.',
    );
  }
}
