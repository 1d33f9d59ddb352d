/** Work counted, not timed: a busy machine does not change it. */

type Method = (this: string, ...args: unknown[]) => unknown;

/** What a call costs: a character that is looked at, the stretch that is searched through, or the piece that is cut out. */
const costs: Readonly<Record<string, (text: string, args: unknown[], result: unknown) => number>> = {
  charCodeAt: () => 1,
  charAt: () => 1,
  indexOf: (text, [, from], found) => (found === -1 ? text.length : Number(found)) - Number(from ?? 0) + 1,
  slice: (_text, _args, cut) => String(cut).length + 1,
};

/** Runs something, and counts how many characters it goes through. */
export function countSteps(run: () => unknown): number {
  let steps = 0;
  const originals = Object.entries(costs).map(([name, cost]) => {
    const descriptor = Object.getOwnPropertyDescriptor(String.prototype, name) ?? {};
    const original = descriptor.value as Method;
    const counted: Method = function (...args) {
      const result = original.apply(this, args);
      steps += cost(this, args, result);
      return result;
    };
    Object.defineProperty(String.prototype, name, { ...descriptor, value: counted });
    return [name, descriptor] as const;
  });
  try {
    run();
  } finally {
    for (const [name, descriptor] of originals) Object.defineProperty(String.prototype, name, descriptor);
  }
  return steps;
}
