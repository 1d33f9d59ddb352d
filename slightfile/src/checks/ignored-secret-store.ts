import type { Problem } from '../problem.ts';
import { stores } from '../stores.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { removeMember } from '../edits/edits.ts';

/** `secret_store` in a 0.2 file: slight ignored it in silence. */
export function* ignoredSecretStore({
  slightfile,
  document,
  version,
  source,
}: CheckContext): Iterable<Problem> {
  const { secretStore } = slightfile;
  const member = document.root.members.get('secret_store');
  // one that there is not is unknown-store's
  const known = stores.some(({ resource }) => resource === secretStore?.value);
  if (version !== '0.2' || !member || !known) return;
  const message =
    'In the 0.2 format secret_store is ignored: each capability has configs of its own, and reads a store with "${store.KEY}". Remove it.';
  yield problem('ignored-secret-store', 'warning', member.key.span, message, [
    {
      title: 'Remove secret_store',
      edits: removeMember(source, document.root, 'secret_store'),
      preferred: true,
    },
  ]);
}
