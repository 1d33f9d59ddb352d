import type { Fix, Problem } from '../problem.ts';
import { findStore, stores } from '../stores.ts';
import type { CheckContext } from './check.ts';
import { problem } from './check.ts';
import { readFromEnvironment, referTo, removeMember, replaceText } from './edits.ts';
import { list, quote, suggest } from './words.ts';

/** A `${store.KEY}` or a `secret_store` whose store there is not. */
export function* unknownStore(context: CheckContext): Iterable<Problem> {
  for (const { capability } of context.blocks) {
    if (capability.format === '0.1') continue;
    for (const { value } of capability.configs) {
      if (value?.kind !== 'reference' || findStore(value.store.value)) continue;
      const ids = stores.map(({ id }) => id);
      const suggestion = suggest(value.store.value, ids);
      yield problem('unknown-store', 'error', value.store.span, message(value.store.value, ids, suggestion), [
        suggestion === undefined
          ? undefined
          : {
              title: `Change to ${suggestion}`,
              edits: [referTo(value.text, suggestion, value.key.value)],
              preferred: true,
            },
        suggestion === 'envvars' ? undefined : readFromEnvironment(value.text, value.key.value),
      ]);
    }
  }
  yield* unknownSecretStore(context);
}

function* unknownSecretStore({ slightfile, document, version, source }: CheckContext): Iterable<Problem> {
  const { secretStore } = slightfile;
  const ids = stores.map(({ resource }) => resource);
  if (!secretStore || ids.includes(secretStore.value)) return;
  // slight's own `secret` command once wrote "usersecrets"
  const suggestion = findStore(secretStore.value)?.resource ?? suggest(secretStore.value, ids);
  const remove: Fix = {
    title: 'Remove secret_store',
    edits: removeMember(source, document.root, 'secret_store'),
    preferred: true,
  };
  yield problem('unknown-store', 'error', secretStore.span, message(secretStore.value, ids, suggestion), [
    version === '0.2' ? remove : undefined,
    suggestion === undefined || version === '0.2'
      ? undefined
      : { title: `Change to ${suggestion}`, edits: [replaceText(secretStore, suggestion)], preferred: true },
    suggestion !== undefined || version === '0.2'
      ? undefined
      : { title: 'Change to configs.envvars', edits: [replaceText(secretStore, 'configs.envvars')] },
  ]);
}

function message(written: string, ids: readonly string[], suggestion: string | undefined): string {
  const remedy = suggestion === undefined ? `There are ${list(ids)}.` : `Did you mean ${quote(suggestion)}?`;
  return `There is no store ${quote(written)}. ${remedy}`;
}
