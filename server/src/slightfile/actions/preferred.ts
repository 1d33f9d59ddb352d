/** The fixes that 'fix all' takes unasked. */
import type { Fix, TextEdit as Edit } from '@slight/text/problem.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { File } from '../file.ts';
import { errorsAfter } from './readable.ts';

/**
 * The edits of all of them. Of fixes that would change the same place, the first; the others are found again once
 * that one is applied. Where they are right one by one and not together, as where two keys are meant to be the same,
 * the first fix alone, and those of the syntax not at all.
 */
export function preferredEdits(file: File): readonly Edit[] {
  const all = editsOf(file.problems);
  const { errors } = file.slightfile.document;
  if (all.length === 0 || errorsAfter(file, all.flat()) <= errors.length) return all.flat();
  const others = editsOf(file.problems.filter(({ code }) => code !== 'toml-syntax'));
  return errorsAfter(file, others.flat()) <= errors.length ? others.flat() : (others[0] ?? []);
}

function editsOf(problems: readonly Problem[]): readonly (readonly Edit[])[] {
  const fixes = problems.flatMap(({ fixes }) => fixes.find(({ preferred }) => preferred) ?? []);
  return apart(fixes).map(({ edits }) => edits);
}

function apart(fixes: readonly Fix[]): readonly Fix[] {
  const taken = new Occupied();
  return fixes.filter(({ edits }) => {
    const free = edits.every(({ span }) => taken.isFree(span));
    if (free) for (const { span } of edits) taken.add(span);
    return free;
  });
}

/** The stretches of the text that edits have taken, in order, so that many edits in a long file are quickly placed. */
class Occupied {
  readonly #spans: Span[] = [];

  isFree(span: Span): boolean {
    const at = this.#place(span);
    const [before, after] = [this.#spans[at - 1], this.#spans[at]];
    // Two insertions at one place would depend on their order.
    return (!before || before.end < span.start) && (!after || span.end < after.start);
  }

  add(span: Span): void {
    this.#spans.splice(this.#place(span), 0, span);
  }

  #place({ start }: Span): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#spans[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
