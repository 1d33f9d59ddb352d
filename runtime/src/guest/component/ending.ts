/** What it means that a component ended with an exception: jco's script, the engine and hosts all throw through it. */
import { BrokenRule } from '../../hosts/values.ts';
import { GuestTrap } from '../guest.ts';
import { GuestExit, guestTrap, isTooLong } from '../trap.ts';
import { script } from './cache.ts';

/** By what jco's script says of values that the guest passed: how the guest broke the canonical ABI. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/^list pointer .* is not aligned/, 'passed a list at an address where its type cannot be'],
  [/^invalid (variant )?discriminant/, 'passed a case that its type does not have'],
  [/^flags have extraneous bits/, 'passed flags that their type does not have'],
  [/^not a valid char/, 'passed a char that is no Unicode scalar value'],
  [/^unknown handle index/, 'used a handle that it does not hold'],
  [/^cannot remove owned resource while borrowed/, 'gave a resource away while it was lent'],
  [/^borrow handles still remain/, 'kept a resource that was only lent to it'],
];

/** The exit code of a run that ended with an exception. Throws what is no end of the guest's own. */
export function exitCode(error: unknown): number {
  if (error instanceof GuestExit) return error.code;
  // the `err` of run's `result`, which holds nothing
  if (error === undefined) return 1;
  const trap: Error | undefined = trapOf(error);
  throw trap ?? (error as Error);
}

/** The exception as one that a call of an export ends with: a guest that exits does so in the middle of it. */
export function endOf(error: unknown): unknown {
  if (error instanceof GuestExit) return new GuestTrap(error.message, { cause: error });
  return trapOf(error) ?? error;
}

/** The error as the guest's own; undefined where it is a bug of slight's. */
function trapOf(error: unknown): GuestTrap | undefined {
  if (error instanceof GuestTrap) return error;
  if (error instanceof BrokenRule) return new GuestTrap(error.message, { cause: error });
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'SuspendError' || message === 'cannot block a synchronous task before returning') {
    return new GuestTrap(
      'The guest called a host function where it cannot wait: in a start function or while it takes a value. Let it do so in its main function.',
      { cause: error },
    );
  }
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new GuestTrap('The guest passed a text that is not UTF-8.', { cause: error });
  }
  if (isTooLong(error)) return guestTrap(error, 'passed a text that is longer than a host can take');
  const deed = faults.find(([pattern]) => pattern.test(message))?.[1];
  if (deed !== undefined && (isOfScript(error) || error instanceof WebAssembly.RuntimeError)) {
    return guestTrap(error, deed);
  }
  if (error instanceof WebAssembly.RuntimeError || error instanceof WebAssembly.Exception) {
    return guestTrap(error);
  }
  if (!(error instanceof RangeError)) return undefined;
  if (message.includes('call stack')) return guestTrap(error);
  // a view of the guest's memory, or a number in it, that is not inside
  return isOfScript(error) ? guestTrap(error, 'passed something that lies outside its memory') : undefined;
}

/** True where jco's script threw the error, and no code of slight's. */
function isOfScript(error: unknown): boolean {
  const frames = (error as Error).stack?.split('\n').filter((line) => /^\s+at .*file:/.test(line));
  return frames?.[0]?.includes(`/${script}:`) ?? false;
}
