import { capabilities, resources, resourcesOf } from '../catalogue.ts';
import type { Resource } from '../catalogue.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { Problem } from '../problem.ts';
import type { Text } from '../slightfile.ts';
import type { CheckContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';
import { replaceText } from '../edits/edits.ts';
import { swap, swapped } from '../meant/swapped.ts';
import { isSure, list, quote, suggest } from '@slight/text/words.ts';

/** What can be served, now or later. */
const names: readonly string[] = resources.flatMap(({ id, aliases, status }) =>
  status === 'never' ? [] : [id, ...aliases],
);

/** A resource that there is not. */
export function* unknownResource(context: CheckContext): Iterable<Problem> {
  const suggestions = new Map<string, string | undefined>();
  for (const { capability, resource } of context.blocks) {
    const text = capability.resource;
    if (!text || resource) continue;
    const both = swapped(capability);
    if (both) {
      const message = `Resource and name are the wrong way round: ${quote(both.name.value)} is a resource, and ${quote(text.value)} is what the guest opens. Swap them.`;
      yield problem('unknown-resource', 'error', text.span, message, [swap(both)]);
      continue;
    }
    if (!suggestions.has(text.value)) suggestions.set(text.value, suggestion(text.value));
    const suggested = suggestions.get(text.value);
    const what = text.value === '' ? 'The resource is empty.' : `There is no resource ${quote(text.value)}.`;
    const remedy = suggested === undefined ? choices(text.value) : `Did you mean ${quote(suggested)}?`;
    const fixes =
      suggested === undefined
        ? choiceFixes(text)
        : [
            {
              ...change(text, suggested),
              preferred: isProvider(text.value) || isSure(text.value, suggested),
            },
          ];
    yield problem('unknown-resource', 'error', text.span, `${what} ${remedy}`, fixes);
  }
}

function suggestion(written: string): string | undefined {
  // of a capability alone, any of its resources may be meant, however alike one looks
  if (resources.filter(({ capability, status }) => capability === written && status !== 'never').length > 1)
    return undefined;
  // "redis" alone can mean one resource only, and "azblob" cannot
  const [only, ...others] = providedBy(written);
  if (only && others.length === 0) return only.id;
  const near = suggest(written, names);
  return resources.find(({ aliases }) => near !== undefined && aliases.includes(near))?.id ?? near;
}

function isProvider(written: string): boolean {
  return providedBy(written).length === 1;
}

function providedBy(written: string): readonly Resource[] {
  return resources.filter(({ id, status }) => status !== 'never' && id.split('.')[1] === written);
}

function change(text: Text, id: string): Fix {
  return { title: `Change to ${id}`, edits: [replaceText(text, id)] };
}

function choices(written: string): string {
  const all = possible(written);
  if (all.length === 0) {
    return `A resource is a capability and what serves it, such as "keyvalue.redis"; the capabilities are ${list(capabilities)}.`;
  }
  const idsOf = (some: readonly Resource[]) => some.map(({ id }) => id);
  const served = idsOf(all.filter(({ status }) => status === 'served'));
  const later = idsOf(all.filter(({ status }) => status !== 'served'));
  if (served.length === 0) return `Use ${list(later, 'or')}; none of them is served yet.`;
  const notYet = `; ${list(later)} ${later.length === 1 ? 'is' : 'are'} not served yet`;
  return `Use ${list(served, 'or')}${later.length === 0 ? '' : notYet}.`;
}

/** The same as fixes: what is served by this version first, and of that what asks for least. */
function choiceFixes(text: Text): readonly Fix[] {
  const served = ({ status }: Resource) => Number(status === 'served');
  return possible(text.value)
    .toSorted((one, other) => served(other) - served(one) || one.configs.length - other.configs.length)
    .map(({ id }) => change(text, id));
}

/** What serves the capability that stands before the dot. */
function possible(written: string): readonly Resource[] {
  const kind = capabilities.find((name) => name === written.split('.')[0]);
  return kind ? resourcesOf(kind).filter(({ status }) => status !== 'never') : [];
}
