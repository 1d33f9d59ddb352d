/** Which types a legacy file declares, and which it takes from others. */
import { isType } from '../meaning.ts';
import type { Item, Name, WitFile } from '../tree.ts';
import { typesIn, visitNames } from '../walk.ts';

/** The types that are declared, be it in a `use`. */
export function declaredIn(items: readonly Item[]): Set<string> {
  const names = items.flatMap((item) => {
    if (item.kind === 'use')
      return item.names === '*' ? [] : item.names.map(({ name, as = name }) => as.value);
    return isType(item) ? [item.name.value] : [];
  });
  return new Set(names);
}

/** The names that the types of a file are written with and that nothing in it declares. */
export function namesNeeded({ items }: WitFile): Set<string> {
  const declared = declaredIn(items);
  const names = new Set<string>();
  const add = ({ value }: Name): void => {
    if (!declared.has(value)) names.add(value);
  };
  for (const item of items) for (const type of typesIn(item)) visitNames(type, add);
  return names;
}
