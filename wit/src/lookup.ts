/** Interfaces by name, among the files at hand. */
import type { Interface, Item, PackageName, Path, WitFile } from './tree.ts';

/** The items of one interface, and of what package it is. */
export interface Scope {
  readonly package?: PackageName;
  readonly items: readonly Item[];
}

/** Finds the interface that a `use` of `scope` names; undefined where there is none. */
export type Lookup = (path: Path, scope: Scope) => Scope | undefined;

/** Finds interfaces among the files: a component file's by package, name and version; a legacy file is one, called `name`. */
export function lookupIn(files: readonly { readonly name: string; readonly file: WitFile }[]): Lookup {
  const scopes = new Map<string, Scope>();
  const add = (of: PackageName | undefined, items: readonly Item[]): void => {
    for (const item of items) {
      if (item.kind === 'interface') scopes.set(key(of, item.name.value), scopeOf(item, of));
      if (item.kind === 'package') add(item.name, item.items);
    }
  };
  for (const { name, file } of files) {
    if (file.syntax === 'legacy') scopes.set(key(undefined, name), { items: file.items });
    else add(file.package, file.items);
  }
  return (path, scope) =>
    path.namespace && path.package
      ? scopes.get(
          key(
            {
              namespace: path.namespace,
              name: path.package,
              ...(path.version && { version: path.version }),
              span: path.span,
            },
            path.name.value,
          ),
        )
      : scopes.get(key(scope.package, path.name.value));
}

/** An interface of a component file as a scope. */
export function scopeOf(item: Interface, of: PackageName | undefined): Scope {
  return { items: item.items, ...(of && { package: of }) };
}

function key(of: PackageName | undefined, name: string): string {
  return of ? `${of.namespace.value}:${of.name.value}/${name}@${of.version?.value ?? ''}` : name;
}
