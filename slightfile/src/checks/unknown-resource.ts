import { capabilities, resources, resourcesOf } from '../catalogue.ts';
import type { Problem } from '../problem.ts';
import type { CheckContext } from './check.ts';
import { problem } from './check.ts';
import { replaceText } from './edits.ts';
import { list, quote, suggest } from './words.ts';

const names: readonly string[] = resources.flatMap(({ id, aliases }) => [id, ...aliases]);

/** A resource that there is not. */
export function* unknownResource(context: CheckContext): Iterable<Problem> {
  const suggestions = new Map<string, string | undefined>();
  for (const { capability, resource } of context.blocks) {
    const text = capability.resource;
    if (!text || resource) continue;
    if (!suggestions.has(text.value)) suggestions.set(text.value, suggestion(text.value));
    const suggested = suggestions.get(text.value);
    const what = text.value === '' ? 'The resource is empty.' : `There is no resource ${quote(text.value)}.`;
    const remedy = suggested === undefined ? choices(text.value) : `Did you mean ${quote(suggested)}?`;
    yield problem('unknown-resource', 'error', text.span, `${what} ${remedy}`, [
      suggested === undefined
        ? undefined
        : { title: `Change to ${suggested}`, edits: [replaceText(text, suggested)], preferred: true },
    ]);
  }
}

function suggestion(written: string): string | undefined {
  const provider = names.filter((name) => name.split('.')[1] === written);
  // "redis" alone can mean one resource only, and "azblob" cannot
  if (new Set(provider).size > 0) {
    const current = provider.filter((name) => resources.some(({ id }) => id === name));
    if (current.length === 1) return current[0];
  }
  const near = suggest(written, names);
  return resources.find(({ aliases }) => near !== undefined && aliases.includes(near))?.id ?? near;
}

function choices(written: string): string {
  const kind = capabilities.find((name) => name === written.split('.')[0]);
  if (!kind) {
    return `A resource is a capability and what serves it, such as "keyvalue.redis"; the capabilities are ${list(capabilities)}.`;
  }
  const ids = resourcesOf(kind)
    .filter(({ status }) => status !== 'never')
    .map(({ id }) => id);
  return `Use ${list(ids, 'or')}.`;
}
