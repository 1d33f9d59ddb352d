import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Reference, Text } from '../slightfile.ts';
import { findStore, storeCalled, stores } from '../stores.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { readFromEnvironment, referTo, removeMember, replaceText } from '../edits/edits.ts';
import { isSure, list, quote, suggest } from '@slight/text/words.ts';

/** A `${store.KEY}` or a `secret_store` whose store there is not. */
export function* unknownStore(context: CheckContext): Iterable<Problem> {
  for (const { capability, value, reference } of context.references) {
    if (capability.format === '0.1' || findStore(reference.store.value)) continue;
    yield unknown(value.text, reference);
  }
  yield* unknownSecretStore(context);
}

function unknown(text: Text, { store, key, at }: Reference): Problem {
  const ids = stores.map(({ id }) => id);
  const known = storeCalled(store.value)?.id;
  const suggestion = known ?? suggest(store.value, ids);
  return problem('unknown-store', 'error', store.span, message(store.value, ids, suggestion), [
    suggestion === undefined
      ? undefined
      : {
          title: `Change to ${suggestion}`,
          edits: [referTo(text, suggestion, key.value, at)],
          preferred: known !== undefined || isSure(store.value, suggestion),
        },
    suggestion === 'envvars' ? undefined : readFromEnvironment(text, key.value, at),
  ]);
}

function* unknownSecretStore({ slightfile, document, version, source }: CheckContext): Iterable<Problem> {
  const { secretStore } = slightfile;
  const ids = stores.map(({ resource }) => resource);
  if (!secretStore || ids.includes(secretStore.value)) return;
  // slight's own `secret` command once wrote "usersecrets"
  const known = storeCalled(secretStore.value.replace(/^configs\./, ''))?.resource;
  const suggestion = known ?? suggest(secretStore.value, ids);
  const remove: Fix = {
    title: 'Remove secret_store',
    edits: removeMember(source, document.root, 'secret_store'),
    preferred: true,
  };
  yield problem('unknown-store', 'error', secretStore.span, message(secretStore.value, ids, suggestion), [
    version === '0.2' ? remove : undefined,
    suggestion === undefined || version === '0.2'
      ? undefined
      : {
          title: `Change to ${suggestion}`,
          edits: [replaceText(secretStore, suggestion)],
          preferred: known !== undefined || isSure(secretStore.value, suggestion),
        },
    suggestion !== undefined || version === '0.2'
      ? undefined
      : { title: 'Change to configs.envvars', edits: [replaceText(secretStore, 'configs.envvars')] },
  ]);
}

function message(written: string, ids: readonly string[], suggestion: string | undefined): string {
  const remedy = suggestion === undefined ? `There are ${list(ids)}.` : `Did you mean ${quote(suggestion)}?`;
  return `There is no store ${quote(written)}. ${remedy}`;
}
