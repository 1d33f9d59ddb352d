import type { Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { removeTable } from '../edits/edits.ts';
import { quote } from '@slight/text/words.ts';

/** A secret of a name that an earlier one has; slight silently took the first, and so do we. */
export function* duplicateSecret({ slightfile, lines, source }: CheckContext): Iterable<Problem> {
  const first = new Map<string, Text>();
  for (const { name, table } of slightfile.secrets) {
    if (!name) continue;
    const earlier = first.get(name.value);
    if (!earlier) {
      first.set(name.value, name);
      continue;
    }
    const line = lines.position(earlier.span.start).line + 1;
    const message = `The secret ${quote(name.value)} is set on line ${line} already, so this one is ignored. Remove one of them.`;
    const edits = removeTable(source, table);
    yield problem('duplicate-secret', 'warning', name.span, message, [
      { title: 'Remove this one, which is ignored', edits },
    ]);
  }
}
