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

/** By what the engine's message contains: what the guest did, and what that may mean. */
const traps: readonly { readonly pattern: RegExp; readonly deed: string; readonly hint?: string }[] = [
  {
    pattern: /unreachable/,
    deed: 'ran into `unreachable`',
    hint: 'a panic, an abort or a failed assertion ends so',
  },
  { pattern: /memory access out of bounds/, deed: 'read or wrote outside its memory' },
  {
    pattern: /table index is out of bounds|table access|null function|signature mismatch|indirect call/,
    deed: 'called a function through a bad pointer',
  },
  { pattern: /divide by zero|remainder by zero/, deed: 'divided by zero' },
  {
    pattern: /divide result unrepresentable|float unrepresentable/,
    deed: 'made a number that does not fit its type',
  },
  {
    pattern: /call stack|stack overflow/i,
    deed: 'used up its stack',
    hint: 'a function that calls itself without end does',
  },
];

/** An error that came out of the guest's code, as the one that people read. The engine's own is its cause. */
export function guestTrap(error: unknown): GuestTrap {
  if (error instanceof GuestTrap) return error;
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const { deed, hint } = traps.find(({ pattern }) => pattern.test(message)) ?? {
    deed: `was stopped (${message})`,
  };
  const place = functionName(stack);
  const where = place === undefined ? '' : ` in \`${place}\``;
  return new GuestTrap(`The guest ${deed}${where}${hint === undefined ? '' : `: ${hint}`}.`, {
    cause: error,
  });
}

/** The function of the guest that is on top of the stack, where the module has names. */
function functionName(stack: string): string | undefined {
  const name = /^\s+at (.+) \(wasm:/m.exec(stack)?.[1]?.replace(/^[\w-]+\.wasm\./, '');
  // V8's name for one without a name
  return name?.startsWith('wasm-function') ? undefined : name;
}
