/** schemas/resources/*.json as typed data: every resource that a slightfile can name. */

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
  /** Names that older slightfiles use: `kv.redis`. */
  readonly aliases: readonly string[];
  /** The slight version that brought it: `0.1`. */
  readonly since: string;
  /** `planned`: named by slight and not served by this version of ours yet. `never`: slight named it and never implemented it. */
  readonly status: 'served' | 'planned' | 'never';
  /** The id in runtime/src/backends of the server it talks to in development; absent where it needs none. */
  readonly backend?: string;
  readonly documentation?: string;
  readonly configs: readonly ConfigKey[];
}

export interface ConfigKey {
  readonly key: string;
  /** Markdown. */
  readonly description: string;
  readonly format: 'string' | 'url' | 'port' | 'host' | 'integer' | 'boolean' | 'enum' | 'address';
  readonly values?: readonly string[];
  readonly default?: string;
  readonly secret: boolean;
  /** `backend`: needed, unless the ladder brings up a backend and gives it. `environment`: else read from the environment. */
  readonly required: boolean | 'backend' | 'environment';
  /** Other keys that serve as this one (AWS_DEFAULT_REGION for AWS_REGION). */
  readonly aliases?: readonly string[];
  readonly since: string;
  readonly documentation?: string;
}
