import { CapabilityError } from '../../ports/errors.ts';

/** Nobody waits for a lock any more. */
export function givenUp(signal: AbortSignal): CapabilityError {
  return new CapabilityError('lock-acquire-error', 'the wait for the lock was given up', {
    cause: signal.reason,
  });
}
