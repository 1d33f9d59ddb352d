/** schemas/resources/*.json as typed data: every resource that a slightfile can name. */
import { keys as allKeys, resources as allResources } from './generated/resources.ts';

export const capabilities = [
  'keyvalue',
  'messaging',
  'blobstore',
  'sql',
  'configs',
  'distributed_locking',
  'http',
  'http-client',
] as const;

export type CapabilityKind = (typeof capabilities)[number];

/** What schemas/resources/<id>.json holds. */
export interface Resource {
  /** `keyvalue.redis`; `http` and `http-client` have no provider. */
  readonly id: string;
  readonly capability: CapabilityKind;
  /** One line, for completion. */
  readonly title: string;
  /** Markdown, for hover: what it does, and what the runtime will do with it. */
  readonly description: string;
  /** Names that older slightfiles use, and that are still accepted: `kv.redis`. */
  readonly aliases: readonly string[];
  /** Names that slight 0.5 no longer accepted, and neither do we: `pubsub.mosquitto`. */
  readonly gone?: readonly string[];
  /** The slight version that brought it: `0.1`. */
  readonly since: string;
  /** `planned`: named by slight and not served by this version of ours yet. `never`: slight named it and never implemented it. */
  readonly status: 'served' | 'planned' | 'never';
  /** The server that it talks to in development, runtime/src/backends/servers/<backend>.ts; absent where it needs none. */
  readonly backend?: string;
  /** Slight starts no such server: where none is named, or none listens, what stands in is opened. */
  readonly unstarted?: true;
  /** The resource that is opened in its place where no server can be had; every one that is served and has a backend has it. */
  readonly standIn?: string;
  /** Where the runtime itself keeps what a guest stores: in a folder for each name, or in memory until the run ends. */
  readonly data?: 'folder' | 'run';
  readonly documentation?: string;
  readonly configs: readonly ConfigKey[];
}

export interface ConfigKey {
  readonly key: string;
  /** Markdown. */
  readonly description: string;
  readonly format: 'string' | 'url' | 'port' | 'host' | 'integer' | 'boolean' | 'enum' | 'address' | 'hosts';
  /** What a `url` may begin with, the most usual first: `redis`. */
  readonly schemes?: readonly string[];
  /** True where a `url` may also be a bare `host:port` or `host`. */
  readonly bare?: boolean;
  /** What an `enum` may be. */
  readonly values?: readonly string[];
  readonly default?: string;
  /** What a quick fix or a snippet fills in. */
  readonly example?: string;
  readonly secret: boolean;
  /** `backend`: needed, unless the ladder brings up a backend and gives it. `environment`: else read from the environment. */
  readonly required: boolean | 'backend' | 'environment';
  /** Other keys that serve as this one (AWS_DEFAULT_REGION for AWS_REGION). */
  readonly aliases?: readonly string[];
  readonly since: string;
  readonly documentation?: string;
}

/** The keys of a slightfile besides the configs, by path (`capability.resource`), with their documentation in markdown. */
export interface Keys {
  readonly [path: string]: { readonly description: string; readonly required: boolean };
}

/** In the order of their ids. */
export const resources: readonly Resource[] = allResources;

export const keys: Keys = allKeys;

/** How a slightfile may spell a resource's name. */
export type Spelling = 'current' | 'old' | 'gone';

interface Named {
  readonly resource: Resource;
  readonly spelling: Spelling;
}

const byName: ReadonlyMap<string, Named> = new Map(resources.flatMap(namesOf));

const byCapability: ReadonlyMap<CapabilityKind, readonly Resource[]> = Map.groupBy(
  resources,
  ({ capability }) => capability,
);

/** The resource of this id or older name. */
export function findResource(name: string): Resource | undefined {
  return byName.get(name)?.resource;
}

/** How the name is spelled, where it names a resource at all. */
export function spellingOf(name: string): Spelling | undefined {
  return byName.get(name)?.spelling;
}

/** The resources that serve a capability. */
export function resourcesOf(capability: CapabilityKind): readonly Resource[] {
  return byCapability.get(capability) ?? [];
}

/** The config of this key, or of a key that it serves as. */
export function findConfig(resource: Resource, key: string): ConfigKey | undefined {
  for (const config of resource.configs) {
    if (config.key === key || config.aliases?.includes(key) === true) return config;
  }
  return undefined;
}

function namesOf(resource: Resource): [string, Named][] {
  const spelled = (names: readonly string[], spelling: Spelling) =>
    names.map((name): [string, Named] => [name, { resource, spelling }]);
  return [
    ...spelled([resource.id], 'current'),
    ...spelled(resource.aliases, 'old'),
    ...spelled(resource.gone ?? [], 'gone'),
  ];
}
