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

/** What the guest did, by what the engine's message contains. */
const traps: readonly (readonly [RegExp, string])[] = [
  [/unreachable/, 'ran into `unreachable`, which is how a panic, an abort or a failed assertion ends'],
  [/memory access out of bounds/, 'read or wrote outside its memory'],
  [
    /table index is out of bounds|table access|null function|signature mismatch|indirect call/,
    'called a function through a bad pointer',
  ],
  [/divide by zero|remainder by zero/, 'divided by zero'],
  [/divide result unrepresentable|float unrepresentable/, 'made a number that does not fit its type'],
  [
    /Maximum call stack|stack overflow/i,
    'used up its stack, as a function that calls itself without end does',
  ],
];

/** An error that came out of the guest's code, as the one that people read. The engine's own is its cause. */
export function guestTrap(error: unknown): GuestTrap {
  if (error instanceof GuestTrap) return error;
  const message = error instanceof Error ? error.message : String(error);
  const [, deed] = traps.find(([pattern]) => pattern.test(message)) ?? [undefined, `was stopped: ${message}`];
  const place = error instanceof Error ? functionName(error.stack ?? '') : undefined;
  return new GuestTrap(`The guest ${deed}${place ? ` (in \`${place}\`)` : ''}.`, { cause: error });
}

/** The function of the guest that is on top of the stack, where the module has names. */
function functionName(stack: string): string | undefined {
  const name = /^\s+at (.+) \(wasm:/m.exec(stack)?.[1]?.replace(/^[\w-]+\.wasm\./, '');
  // V8's name for one without a name
  return name?.startsWith('wasm-function') ? undefined : name;
}
