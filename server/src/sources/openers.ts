/** The functions that open a capability by name, as WIT has them, and as the bindings of each language spell them. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { interfaceRows } from '@slight/slightfile/interfaces.ts';

/** `spiderlightning:keyvalue/keyvalue`, `keyvalue.open`: names in WIT's own spelling. */
export interface Opener {
  readonly kind: CapabilityKind;
  /** Absent in the legacy interfaces, which have no package. */
  readonly package?: { readonly namespace: string; readonly name: string };
  readonly interface: string;
  /** Whose static function it is; absent where it is the interface's own. */
  readonly resource?: string;
  readonly function: string;
}

/** In the order of the table of interfaces. */
export const openers: readonly Opener[] = Array.from(interfaceRows).flatMap(
  ([name, { capability: kind, opens = [] }]) =>
    kind ? opens.map((canonical): Opener => ({ kind, ...interfaceOf(name), ...functionOf(canonical) })) : [],
);

function interfaceOf(name: string): Pick<Opener, 'package' | 'interface'> {
  const [, namespace, packageName, called] = /^(.+):(.+)\/(.+)$/.exec(name) ?? [];
  if (namespace === undefined || packageName === undefined || called === undefined)
    return { interface: name };
  return { package: { namespace, name: packageName }, interface: called };
}

/** `open`, `[static]keyvalue.open` */
function functionOf(canonical: string): Pick<Opener, 'resource' | 'function'> {
  const [, resource, called] = /^\[static\](.+)\.(.+)$/.exec(canonical) ?? [];
  if (resource === undefined || called === undefined) return { function: canonical };
  return { resource, function: called };
}

/** `wasi:keyvalue/store`; of the legacy interfaces the name alone. */
export function interfaceName(opener: Opener): string {
  const { package: inPackage, interface: name } = opener;
  return inPackage ? `${inPackage.namespace}:${inPackage.name}/${name}` : name;
}

/** Openers by a key, in the order of the table. */
export function openersBy(
  keys: (opener: Opener) => readonly string[],
  of: readonly Opener[] = openers,
): ReadonlyMap<string, readonly Opener[]> {
  const found = new Map<string, Opener[]>();
  for (const opener of of)
    for (const key of keys(opener)) found.set(key, [...(found.get(key) ?? []), opener]);
  return found;
}

/** What openers open, each kind once. */
export function kindsOf(found: Iterable<Opener>): readonly CapabilityKind[] {
  return [...new Set(Array.from(found, ({ kind }) => kind))];
}

/** `distributed_locking`. */
export const snake = (name: string): string => name.replaceAll('-', '_');

/** `distributedLocking`. */
export const camel = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** `DistributedLocking`. */
export const pascal = (name: string): string => {
  const written = camel(name);
  return written.charAt(0).toUpperCase() + written.slice(1);
};
