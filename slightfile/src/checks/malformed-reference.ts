import { findConfig } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { replaceWithin } from '../edits/edits.ts';
import { meantReferences } from '../meant/references.ts';

/**
 * What was meant as a reference and is none. An error where it begins with `${`, which promises one; else a warning,
 * because it is taken as it is written.
 */
export function* malformedReference({ blocks }: CheckContext): Iterable<Problem> {
  for (const { capability, resource } of blocks) {
    if (capability.format === '0.1') continue;
    for (const { key, value } of capability.configs) {
      if (!value) continue;
      const config = resource && findConfig(resource, key);
      for (const { span, at, promised, meant } of meantReferences(value, key, config)) {
        const reference = `\${${meant}}`;
        const message = promised
          ? `This is not a reference that can be read. Write "${reference}"; a literal "\${" is written "\${local.$}{".`
          : `This is no reference, so it is taken as it is written. A reference is "\${store.KEY}", such as "\${envvars.${key}}".`;
        yield problem('malformed-reference', promised ? 'error' : 'warning', span, message, [
          {
            title: `Change to ${reference}`,
            edits: [replaceWithin(value.text, at, reference)],
            preferred: true,
          },
        ]);
      }
    }
  }
}
