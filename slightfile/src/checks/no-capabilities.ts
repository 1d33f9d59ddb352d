import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { insert, removeMember } from '../edits/edits.ts';
import { firstThing } from './missing-specversion.ts';

/** A file that gives the guest nothing to open. slight read it, and panicked. */
export function* noCapabilities({
  document,
  slightfile,
  source,
  version,
  structure,
}: CheckContext): Iterable<Problem> {
  // a capability of the wrong type is wrong-type's, a misspelled one unknown-key's; a half-typed one may come yet
  const other = structure.unknown.some(({ member }) => member.value.kind === 'table-array');
  const mistyped = structure.mistyped.some(({ path }) => path[0] === 'capability');
  if (slightfile.capabilities.length > 0 || other || mistyped || document.errors.length > 0) return;
  const { text } = document;
  const gap = text === '' ? '' : text.endsWith('\n') ? source.newline : source.newline + source.newline;
  const block =
    version === '0.1'
      ? ['[[capability]]', 'name = "keyvalue.filesystem"', '']
      : ['[[capability]]', 'resource = "keyvalue.filesystem"', 'name = "*"', ''];
  yield problem(
    'no-capabilities',
    'warning',
    firstThing(document),
    'The file has no capability, so the guest can open nothing. Add a [[capability]].',
    [
      {
        title: 'Add a key-value store',
        edits: [
          // below `capability = []` a [[capability]] would be a second definition
          ...removeMember(source, document.root, 'capability'),
          insert(text.length, gap + block.join(source.newline)),
        ],
      },
    ],
  );
}
