import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { replaceText } from '../edits/edits.ts';
import { quote } from '@slight/text/words.ts';

/**
 * A resource by an older name: a hint for what slight 0.5 still took (`kv.`, `mq.`, `lockd.`), an error for what it
 * refused (`pubsub.`).
 */
export function* renamedResource(context: CheckContext): Iterable<Problem> {
  const old = context.blocks.filter(({ capability }) => capability.format === '0.1');
  // in the 0.1 format this is the name too, which must be the only one
  const names = new Set(old.map(({ capability }) => capability.resource?.value));
  for (const { capability, resource, spelling } of context.blocks) {
    const text = capability.resource;
    if (!text || !resource || spelling === 'current') continue;
    const gone = spelling === 'gone';
    const message = gone
      ? `${quote(text.value)} was renamed to ${quote(resource.id)} in slight 0.5, and the old name is no longer accepted. Use the new one.`
      : `${quote(text.value)} was renamed to ${quote(resource.id)}; the old name still works.`;
    yield problem('renamed-resource', gone ? 'error' : 'hint', text.span, message, [
      capability.format === '0.1' && names.has(resource.id)
        ? undefined
        : { title: `Change to ${resource.id}`, edits: [replaceText(text, resource.id)], preferred: true },
    ]);
  }
}
