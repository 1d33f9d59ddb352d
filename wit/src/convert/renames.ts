/** The types that must be called otherwise in the component syntax. */
import { isType } from '../scopes.ts';
import type { WitFile } from '../tree.ts';

/** The new name of a type, by the one that it has in the file. */
export type Renames = ReadonlyMap<string, string>;

/**
 * A legacy file has one set of names for types and another for functions; an interface of the component model has one
 * for both. The functions, which are what guests import, keep theirs, and a type gets `-type` behind its own.
 */
export function renamesIn({ items }: WitFile): Renames {
  const functions = new Set(items.flatMap((item) => (item.kind === 'func' ? [item.name.value] : [])));
  const types = items.flatMap((item) => {
    if (item.kind === 'use')
      return item.names === '*' ? [] : item.names.map(({ name, as = name }) => as.value);
    return isType(item) ? [item.name.value] : [];
  });
  const taken = new Set([...functions, ...types]);
  const renames = new Map<string, string>();
  for (const type of types) {
    if (!functions.has(type)) continue;
    let name = `${type}-type`;
    while (taken.has(name)) name += '-type';
    taken.add(name);
    renames.set(type, name);
  }
  return renames;
}
