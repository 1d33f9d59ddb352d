import type { Problem } from '../problem.ts';
import { referencesIn, wholeReference } from '../references.ts';
import type { CheckContext } from './check.ts';
import { problem } from './check.ts';

/** A reference with text around it, or another beside it: slight 0.5.1 took such a value as it is written. */
export function* referenceInText({ blocks }: CheckContext): Iterable<Problem> {
  for (const { capability } of blocks) {
    if (capability.format === '0.1') continue;
    for (const { value } of capability.configs) {
      const [first] = referencesIn(value);
      if (!value || !first || wholeReference(value)) continue;
      const message =
        'slight 0.5.1 does not resolve a reference within a longer value: it would use this value as it is written. This version resolves it.';
      yield problem('reference-in-text', 'information', first.span, message);
    }
  }
}
