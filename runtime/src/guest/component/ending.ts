/** What it means that a component ended with an exception: lifting and lowering, the engine and hosts all throw through it. */
import { BrokenRule, WitError } from '../../hosts/values.ts';
import { AbiFault } from '../abi/fault.ts';
import { GuestTrap } from '../guest.ts';
import { GuestExit, guestTrap } from '../trap.ts';

/** The exit code of a run that ended with an exception. Throws what is no end of the guest's own. */
export function exitCode(error: unknown): number {
  if (error instanceof GuestExit) return error.code;
  // the `err` of run's `result`, which holds nothing
  if (error instanceof WitError) return 1;
  const trap: Error | undefined = trapOf(error);
  throw trap ?? (error as Error);
}

/** The exception as one that a call of an export ends with: a guest that exits does so in the middle of it. */
export function endOf(error: unknown): unknown {
  if (error instanceof GuestExit) return new GuestTrap(error.message, { cause: error });
  return trapOf(error) ?? error;
}

/** What a guest did that waits where nobody can pause it. */
export function cannotWait(cause?: unknown): GuestTrap {
  return new GuestTrap(
    'The guest called a host function where it cannot wait: in a start function or while it takes a value. Let it do so in its main function.',
    { cause },
  );
}

/**
 * The call of a host function that gives the guest what it was started with, and throws nothing itself: what fails in it is
 * the guest's own allocator. That of an adapter has a fixed size, and cannot say that this is not enough.
 * @param what `arguments`
 */
export function startingWith<Values extends readonly unknown[]>(
  what: string,
  call: (...values: Values) => unknown,
): (...values: Values) => unknown {
  return (...values) => {
    try {
      return call(...values);
    } catch (error) {
      const trap = trapOf(error);
      if (!trap) throw error;
      throw new GuestTrap(
        `The guest could not take its ${what}: its own allocator failed, as it does where they are longer than it has room for. Give it fewer or shorter ones.`,
        { cause: trap },
      );
    }
  };
}

/** The error as the guest's own; undefined where it is a bug of slight's. */
function trapOf(error: unknown): GuestTrap | undefined {
  if (error instanceof GuestTrap) return error;
  if (error instanceof AbiFault) return guestTrap(error, error.message);
  if (error instanceof BrokenRule) return new GuestTrap(error.message, { cause: error });
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, message } = error as Error;
  if (name === 'SuspendError') return cannotWait(error);
  const isOfEngine =
    error instanceof WebAssembly.RuntimeError ||
    error instanceof WebAssembly.Exception ||
    (error instanceof RangeError && message.includes('call stack'));
  return isOfEngine ? guestTrap(error) : undefined;
}
