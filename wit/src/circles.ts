/** What leads back to itself. */

/**
 * Tells of two things whether they lie on one circle. `next` gives what a thing leads to; a thing that leads to
 * itself at once is on a circle with itself. Linear in things and steps, and never deep in the stack (Tarjan).
 */
export function circlesOf<T>(
  things: Iterable<T>,
  next: (thing: T) => readonly T[],
): (from: T, to: T) => boolean {
  const marks = new Map<T, Mark<T>>();
  const open: Mark<T>[] = [];
  let count = 0;
  const enter = (thing: T, path: Mark<T>[]): void => {
    const mark = { thing, index: count, low: count, next: next(thing), at: 0, component: -1 };
    count += 1;
    marks.set(thing, mark);
    open.push(mark);
    path.push(mark);
  };
  for (const thing of things) {
    if (marks.has(thing)) continue;
    const path: Mark<T>[] = [];
    enter(thing, path);
    for (let mark = path.at(-1); mark; mark = path.at(-1)) {
      const step = mark.next[mark.at];
      if (step !== undefined) {
        mark.at += 1;
        const known = marks.get(step);
        if (!known) enter(step, path);
        else if (known.component === -1) mark.low = Math.min(mark.low, known.index);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent) parent.low = Math.min(parent.low, mark.low);
      if (mark.low === mark.index) close(open, mark);
    }
  }
  return (from, to) => {
    const one = marks.get(from);
    return one !== undefined && one.component === marks.get(to)?.component;
  };
}

interface Mark<T> {
  readonly thing: T;
  readonly index: number;
  readonly next: readonly T[];
  low: number;
  at: number;
  /** The circle that it lies on; -1 until that is known. */
  component: number;
}

function close<T>(open: Mark<T>[], first: Mark<T>): void {
  for (let mark = open.pop(); mark; mark = open.pop()) {
    mark.component = first.index;
    if (mark === first) return;
  }
}
