/** Which capability an interface of guests is for: the legacy imports, SpiderLightning's packages, and WASI's. */
import type { CapabilityKind } from './catalogue.ts';

/** What a guest that imports or exports an interface does with a capability. */
export interface CapabilityInterface {
  readonly kind: CapabilityKind;
  /** True where the guest opens what it works on, by a name that a slightfile must declare. */
  readonly opensByName: boolean;
}

/**
 * The capability of an interface; undefined for those that are of none, and for those of types alone.
 * @param name an import or export, of any version: `kv`, `wasi:keyvalue/store@0.2.0-draft2`; also as core modules
 *   spell those of the component model: `cm32p2|wasi:keyvalue/store@0.2`, `wasi:http/incoming-handler@0.2.0#handle`
 */
export function capabilityInterface(name: string): CapabilityInterface | undefined {
  const [, packageName, interfaceName = ''] = /^(?:cm32p2\|)?(?:([^/@#|]*)\/)?([^/@#|]*)/.exec(name) ?? [];
  if (packageName === undefined) return legacy.get(interfaceName);
  const known = named.get(`${packageName}/${interfaceName}`);
  const kind = packages.get(packageName);
  return known ?? (kind && { kind, opensByName: false });
}

/** The capability's kind alone: see `capabilityInterface`. */
export function capabilityOf(name: string): CapabilityKind | undefined {
  return capabilityInterface(name)?.kind;
}

const opens = (kind: CapabilityKind): CapabilityInterface => ({ kind, opensByName: true });
/** Works on what another interface opened, or needs no name. */
const uses = (kind: CapabilityKind): CapabilityInterface => ({ kind, opensByName: false });

/** By the import module of core modules: the name of a file in wit/legacy. */
const legacy: ReadonlyMap<string, CapabilityInterface> = new Map([
  ['kv', opens('keyvalue')],
  ['keyvalue', opens('keyvalue')],
  ['mq', opens('messaging')],
  ['pubsub', opens('messaging')],
  ['messaging', opens('messaging')],
  ['lockd', opens('distributed_locking')],
  ['distributed-locking', opens('distributed_locking')],
  ['configs', opens('configs')],
  ['sql', opens('sql')],
  ['blob-store', opens('blobstore')],
  ['http', uses('http')],
  ['http-server', uses('http')],
  ['http-client', uses('http-client')],
]);

/** The interfaces of the component model that open by name, and those whose package is of several capabilities. */
const named: ReadonlyMap<string, CapabilityInterface> = new Map([
  ['spiderlightning:keyvalue/keyvalue', opens('keyvalue')],
  ['spiderlightning:configs/configs', opens('configs')],
  ['wasi:keyvalue/store', opens('keyvalue')],
  ['wasi:blobstore/blobstore', opens('blobstore')],
  // what opens a client is among the types, which a guest that only receives imports too
  ['wasi:messaging/producer', opens('messaging')],
  ['wasi:messaging/consumer', opens('messaging')],
  ['wasi:messaging/request-reply', opens('messaging')],
  ['wasi:sql/readwrite', opens('sql')],
  ['wasi:http/incoming-handler', uses('http')],
  ['wasi:http/outgoing-handler', uses('http-client')],
  // of WASI 0.3
  ['wasi:http/handler', uses('http')],
  ['wasi:http/client', uses('http-client')],
]);

/** What every other interface of a package is for: also those of drafts to come. */
const packages: ReadonlyMap<string, CapabilityKind> = new Map([
  ['spiderlightning:keyvalue', 'keyvalue'],
  ['spiderlightning:configs', 'configs'],
  ['wasi:keyvalue', 'keyvalue'],
  ['wasi:blobstore', 'blobstore'],
  ['wasi:messaging', 'messaging'],
  ['wasi:sql', 'sql'],
  ['wasi:config', 'configs'],
]);
