import type { WitProblem } from '../problem.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** A world where an interface must be, or an interface where a world must be. */
export function* wrongKind({ paths }: WitContext): Iterable<WitProblem> {
  for (const { path, place, wants } of paths) {
    if (place.kind !== 'found' || wants === 'any') continue;
    const { kind } = place.block;
    if (kind === wants || kind === 'legacy') continue;
    const remedy =
      kind === 'world'
        ? 'Only an interface can be used, imported or exported; the parts of a world come by `include`.'
        : 'Only a world can be included; an interface comes by `import` or `export`.';
    const message = `${code(path.name.value)} is ${kind === 'world' ? 'a world' : 'an interface'}. ${remedy}`;
    yield problem('wrong-kind', 'error', path.name.span, message);
  }
}
