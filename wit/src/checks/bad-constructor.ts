import type { WitProblem } from '../problem.ts';
import type { Resource, Type } from '../tree.ts';
import { signaturesOf } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** A constructor that says that it returns something else than its resource, or a result of it. */
export function* badConstructor({ blocks, legacy }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  for (const { role, type, resource } of blocks.flatMap(signaturesOf)) {
    if (role !== 'constructor' || !type.result || !resource || makes(type.result, resource)) continue;
    const name = resource.name.value;
    const message = `A constructor returns its resource without saying so; one that may fail says ${code(`result<${name}, …>`)}.`;
    yield problem('bad-constructor', 'error', type.result.span, message);
  }
}

/** True for `result<r>`, and where what is written cannot be understood. */
function makes(type: Type, { name }: Resource): boolean {
  if (type.kind === 'missing') return true;
  if (type.kind !== 'result') return false;
  switch (type.ok?.kind) {
    case 'name':
      return type.ok.name.value === name.value;
    case 'own':
      return type.ok.resource.value === name.value;
    case 'missing':
      return true;
    default:
      return false;
  }
}
