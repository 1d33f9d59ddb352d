/** The functions that open a capability by name, as WIT has them, and as the bindings of each language spell them. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';

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

/** Of wit/legacy, and of the packages of the same names. */
const resources: readonly (readonly [CapabilityKind, interfaceName: string, resource: string])[] = [
  ['keyvalue', 'kv', 'kv'],
  ['keyvalue', 'keyvalue', 'keyvalue'],
  ['messaging', 'mq', 'mq'],
  ['messaging', 'pubsub', 'pub'],
  ['messaging', 'pubsub', 'sub'],
  ['messaging', 'messaging', 'pub'],
  ['messaging', 'messaging', 'sub'],
  ['distributed_locking', 'lockd', 'lockd'],
  ['distributed_locking', 'distributed-locking', 'distributed-locking'],
  ['configs', 'configs', 'configs'],
  ['sql', 'sql', 'sql'],
  ['blobstore', 'blob-store', 'container'],
];

const legacy = resources.map(([kind, interfaceName, resource]): Opener => ({
  kind,
  interface: interfaceName,
  resource,
  function: 'open',
}));

/** Generation 0.2 has no packages. */
const old: ReadonlySet<string> = new Set(['kv', 'mq', 'pubsub', 'lockd']);

const components = legacy
  .filter((opener) => !old.has(opener.interface))
  .map((opener): Opener => ({
    ...opener,
    package: { namespace: 'spiderlightning', name: opener.interface },
  }));

const wasi = (name: string, opener: Omit<Opener, 'package'>): Opener => ({
  ...opener,
  package: { namespace: 'wasi', name },
});

export const openers: readonly Opener[] = [
  ...legacy,
  ...components,
  wasi('keyvalue', { kind: 'keyvalue', interface: 'store', function: 'open' }),
  ...['get-container', 'create-container', 'container-exists', 'delete-container'].map((called) =>
    wasi('blobstore', { kind: 'blobstore', interface: 'blobstore', function: called }),
  ),
  // the first drafts had a prefix
  ...['types', 'messaging-types'].map((called) =>
    wasi('messaging', { kind: 'messaging', interface: called, resource: 'client', function: 'connect' }),
  ),
  wasi('sql', { kind: 'sql', interface: 'types', resource: 'connection', function: 'open' }),
];

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
