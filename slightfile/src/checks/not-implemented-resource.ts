import { findResource } from '../catalogue.ts';
import type { Resource } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import { findStore, stores } from '../stores.ts';
import type { CheckContext } from './check.ts';
import { problem } from './check.ts';
import { quote } from './words.ts';

/**
 * What slight named and this version does not serve. A warning and no error: the run starts, and goes wrong only
 * where the guest opens it.
 */
export function* notImplementedResource(context: CheckContext): Iterable<Problem> {
  for (const { capability, resource } of context.blocks) {
    if (capability.resource && resource && resource.status !== 'served') {
      yield problem('not-implemented-resource', 'warning', capability.resource.span, unserved(resource));
    }
    for (const { key, value } of capability.configs) {
      if (value?.kind !== 'reference' || findStore(value.store.value)?.status !== 'planned') continue;
      const message = `The store ${value.store.value} is not served by this version yet, so ${key} stays unset. For now, read it from the environment or from usersecrets.`;
      yield problem('not-implemented-resource', 'warning', value.store.span, message, [
        {
          title: 'Read it from the environment',
          edits: [{ span: value.store.span, text: 'envvars' }],
        },
      ]);
    }
  }
  const { secretStore } = context.slightfile;
  const store = stores.find(({ resource }) => resource === secretStore?.value);
  if (secretStore && store?.status === 'planned' && context.version === '0.1') {
    const message = `${store.resource} is not served by this version yet, so every config stays unset. For now, use "configs.envvars" or "configs.usersecrets".`;
    yield problem('not-implemented-resource', 'warning', secretStore.span, message);
  }
}

function unserved({ id, status, capability }: Resource): string {
  const instead = findResource(`${capability}.filesystem`);
  const remedy = instead?.status === 'served' ? ` ${quote(instead.id)} is served and needs no server.` : '';
  return status === 'never'
    ? `${id} was never implemented, by slight or by this version: it cannot be opened.${remedy}`
    : `${id} is not served by this version yet: the app starts, and cannot open it.${remedy}`;
}
