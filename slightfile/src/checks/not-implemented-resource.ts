import { resourcesOf } from '../catalogue.ts';
import type { CapabilityKind, Resource } from '../catalogue.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import { findStore, stores } from '../stores.ts';
import type { Block } from '../block.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { readFromEnvironment, replaceText } from '../edits/edits.ts';
import { serveBy } from '../edits/serve-by.ts';
import { quote } from '@slight/text/words.ts';

/**
 * What slight named and this version does not serve. A warning and no error: the run starts, and goes wrong only
 * where the guest opens it.
 */
export function* notImplementedResource(context: CheckContext): Iterable<Problem> {
  for (const block of context.blocks) {
    const { capability, resource } = block;
    if (capability.resource && resource && resource.status !== 'served') {
      yield problem('not-implemented-resource', 'warning', capability.resource.span, unserved(resource), [
        instead(context, block, resource),
      ]);
    }
  }
  for (const { key, value, reference } of context.references) {
    const { store, key: name, at } = reference;
    if (findStore(store.value)?.status !== 'planned') continue;
    const message = `The store ${store.value} is not served by this version yet, so ${key} gets no value. For now, read it from the environment or from usersecrets.`;
    yield problem('not-implemented-resource', 'warning', store.span, message, [
      readFromEnvironment(value.text, name.value, at),
    ]);
  }
  const { secretStore } = context.slightfile;
  const store = stores.find(({ resource }) => resource === secretStore?.value);
  if (secretStore && store?.status === 'planned' && context.version === '0.1') {
    const message = `${store.resource} is not served by this version yet, so no config gets a value. For now, use "configs.envvars" or "configs.usersecrets".`;
    yield problem(
      'not-implemented-resource',
      'warning',
      secretStore.span,
      message,
      ['configs.envvars', 'configs.usersecrets'].map((id) => ({
        title: `Change to ${id}`,
        edits: [replaceText(secretStore, id)],
      })),
    );
  }
}

function unserved({ id, status, capability }: Resource): string {
  const served = servedInstead(capability);
  const remedy = served ? ` ${quote(served.id)} is served and needs no server.` : '';
  return status === 'never'
    ? `${id} was never implemented, by slight or by this version: it cannot be opened.${remedy}`
    : `${id} is not served by this version yet: the app starts, and cannot open it.${remedy}`;
}

function instead({ source, secrets }: CheckContext, block: Block, { capability }: Resource): Fix | undefined {
  const to = servedInstead(capability);
  const edits = to && serveBy(source, block, to, secrets);
  return edits && { title: `Switch to ${to.id}`, edits };
}

/** What needs no server, and keeps what it is given. */
function servedInstead(capability: CapabilityKind): Resource | undefined {
  return resourcesOf(capability).find(({ status, data }) => status === 'served' && data === 'folder');
}
