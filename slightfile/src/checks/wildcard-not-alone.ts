import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { replaceText } from '../edits/edits.ts';
import { freeName } from '../kin.ts';

/** `*` beside other capabilities of its kind. */
export function* wildcardNotAlone({ kin }: CheckContext): Iterable<Problem> {
  for (const [kind, { blocks }] of kin) {
    if (blocks.length < 2) continue;
    for (const { capability } of blocks) {
      if (capability.format === '0.1' || capability.name?.value !== '*') continue;
      const message = `"*" serves every name, so it must be the only capability of its kind, and there are ${blocks.length} of the kind ${kind}. Give this one the name that the guest opens, or remove the others.`;
      const to = freeName(kin, kind, false);
      yield problem('wildcard-not-alone', 'error', capability.name.span, message, [
        { title: `Change the name to "${to}"`, edits: [replaceText(capability.name, to)] },
      ]);
    }
  }
}
