/** What the guest's end means, when it is not a return. */
import { GuestTrap } from './guest.ts';

/** Thrown through the guest by `proc_exit`, so that it ends there and then. */
export class GuestExit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`The guest exited with code ${code}.`);
    this.name = 'GuestExit';
    this.code = code;
  }
}

/** By what the engine's message contains, or jco's in its place: what the guest did, and what that may mean. */
const traps: readonly { readonly pattern: RegExp; readonly deed: string; readonly hint?: string }[] = [
  {
    pattern: /unreachable/,
    deed: 'ran into `unreachable`',
    hint: 'a panic, an abort or a failed assertion ends so',
  },
  { pattern: /data segment .*out of bounds/, deed: 'brings data that lie outside its memory' },
  {
    pattern: /memory access out of bounds|out of bounds memory access/,
    deed: 'read or wrote outside its memory',
  },
  {
    pattern: /table index is out of bounds|table access|null function|signature mismatch|indirect call/,
    deed: 'called a function through a bad pointer',
  },
  { pattern: /divide by zero|remainder by zero/, deed: 'divided by zero' },
  {
    pattern:
      /divide result unrepresentable|float unrepresentable|integer overflow|invalid conversion to integer/,
    deed: 'made a number that does not fit its type',
  },
  {
    pattern: /call stack|stack overflow/i,
    deed: 'used up its stack',
    hint: 'a function that calls itself without end does',
  },
  { pattern: /unaligned access/, deed: 'used an address that is not aligned as an atomic access needs it' },
  { pattern: /null pointer|rethrowing null/, deed: 'used a reference that is null' },
  {
    // what JavaScript says where a number is one of another type
    pattern: /BigInt|type incompatibility when transforming/,
    deed: 'has a function of other types than the interface has',
    hint: 'it was built for another version of it',
  },
  { pattern: /illegal cast/, deed: 'took a reference for one of another type' },
];

/**
 * An error that came out of the guest's code, as the one that people read. The engine's own is its cause.
 * @param deed what the guest did, where that is known better than by the error's message
 */
export function guestTrap(error: unknown, deed?: string): GuestTrap {
  if (error instanceof GuestTrap) return error;
  if (error instanceof WebAssembly.Exception) {
    // what it holds is the guest's own, and its stack is that of nobody: V8 keeps none of what WebAssembly throws
    return new GuestTrap(
      'The guest threw an exception that it does not catch. Catch it in its main function, and say there what it was.',
      { cause: error },
    );
  }
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const known = deed === undefined ? traps.find(({ pattern }) => pattern.test(message)) : undefined;
  const what = deed ?? known?.deed ?? `was stopped (${message})`;
  const hint = known?.hint;
  const place = functionName(stack);
  const where = place === undefined ? '' : ` in \`${place}\``;
  return new GuestTrap(`The guest ${what}${where}${hint === undefined ? '' : `: ${hint}`}.`, {
    cause: error,
  });
}

/** True for the error that Node has for a text of 512 MiB and more. */
export function isTooLong(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STRING_TOO_LONG';
}

/** The function of the guest that is on top of the stack, where the module has names. */
function functionName(stack: string): string | undefined {
  // below it are those that called it; without names they have no parentheses
  const top = stack.split('\n').find((line) => /^\s+at .*wasm:\/\//.test(line));
  const name = /^\s+at (.+) \(wasm:/.exec(top ?? '')?.[1]?.replace(/^[\w-]+\.wasm\./, '');
  // V8's name for one without a name
  return name?.startsWith('wasm-function') ? undefined : name;
}
