import { capabilities, resources, resourcesOf } from '../catalogue.ts';
import type { Resource } from '../catalogue.ts';
import type { Fix, Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
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
    const fixes =
      suggested === undefined ? choiceFixes(text) : [{ ...change(text, suggested), preferred: true }];
    yield problem('unknown-resource', 'error', text.span, `${what} ${remedy}`, fixes);
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

function change(text: Text, id: string): Fix {
  return { title: `Change to ${id}`, edits: [replaceText(text, id)] };
}

function choices(written: string): string {
  const ids = possible(written).map(({ id }) => id);
  return ids.length === 0
    ? `A resource is a capability and what serves it, such as "keyvalue.redis"; the capabilities are ${list(capabilities)}.`
    : `Use ${list(ids, 'or')}.`;
}

/** The same as fixes: what is served by this version first, and of that what asks for least. */
function choiceFixes(text: Text): readonly Fix[] {
  const served = ({ status }: Resource) => Number(status === 'served');
  return possible(text.value)
    .toSorted((one, other) => served(other) - served(one) || one.configs.length - other.configs.length)
    .map(({ id }) => change(text, id));
}

/** What serves the capability that stands in front of the dot. */
function possible(written: string): readonly Resource[] {
  const kind = capabilities.find((name) => name === written.split('.')[0]);
  return kind ? resourcesOf(kind).filter(({ status }) => status !== 'never') : [];
}
