/**
 * The guests that do what they are told (test/guests/c/contract.c): of each interface of a capability one in each language, or
 * the reason why there is none. They are built of this table, and the contracts of the capabilities are tried on all that are
 * in it.
 */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';

export const languages = ['c', 'rust', 'javascript'] as const;
export type Language = (typeof languages)[number];

/** How a guest is made whose store is an interface. */
export interface Made {
  /** The module's name. */
  readonly name: string;
  /** The file of the store, beside those that all guests of the language share. In Rust a value of `--cfg store`. */
  readonly store: string;
  /** What else it is made of. */
  readonly files?: readonly string[];
  readonly flags?: readonly string[];
}

/** Why there is no guest. */
export interface Missing {
  readonly because: string;
}

export interface Contract extends Readonly<Record<Language, Made | Missing>> {
  readonly capability: CapabilityKind;
  readonly generation: InterfaceGeneration;
  /** What its guests import, with versions: the one that opens the store, and others that belong to it. */
  readonly imports: readonly [string, ...string[]];
  /** Of components: the world in C and Rust, and with `-javascript` behind it that in JavaScript. */
  readonly world?: string;
}

const made = (name: string, store: string, more: Pick<Made, 'files' | 'flags'> = {}): Made => ({
  name,
  store,
  ...more,
});

/** Nothing makes a module of the legacy ABI of JavaScript: engines that are built into a guest are components. */
export const noLegacyJavaScript: Missing = { because: 'no tool makes a legacy module of JavaScript' };

export const contracts: readonly Contract[] = [
  {
    ...{ capability: 'keyvalue', generation: '0.2', imports: ['kv'] },
    c: made('c-keyvalue-0.2', 'spiderlightning'),
    rust: made('rust-keyvalue-0.2', 'keyvalue'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'keyvalue', generation: '0.5', imports: ['keyvalue'] },
    c: made('c-keyvalue-0.5', 'spiderlightning'),
    rust: made('rust-keyvalue', 'keyvalue'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'keyvalue', generation: 'component', world: 'keyvalue' },
    imports: ['spiderlightning:keyvalue/keyvalue@0.6.0'],
    c: made('c-keyvalue-component', 'spiderlightning'),
    rust: made('rust-keyvalue-component', 'keyvalue'),
    javascript: made('js-keyvalue', 'keyvalue'),
  },
  {
    ...{ capability: 'keyvalue', generation: 'standard', world: 'wasi-keyvalue-draft' },
    imports: [
      'wasi:keyvalue/store@0.2.0-draft',
      'wasi:keyvalue/atomics@0.2.0-draft',
      'wasi:keyvalue/batch@0.2.0-draft',
    ],
    c: made('c-wasi-keyvalue-draft', 'wasi-keyvalue', { flags: ['-DDRAFT=1'] }),
    rust: made('rust-wasi-keyvalue-draft', 'wasi_keyvalue', { flags: ['--cfg=draft'] }),
    javascript: made('js-wasi-keyvalue-draft', 'wasi-keyvalue'),
  },
  {
    ...{ capability: 'keyvalue', generation: 'standard', world: 'wasi-keyvalue-draft2' },
    imports: [
      'wasi:keyvalue/store@0.2.0-draft2',
      'wasi:keyvalue/atomics@0.2.0-draft2',
      'wasi:keyvalue/batch@0.2.0-draft2',
    ],
    c: made('c-wasi-keyvalue-draft2', 'wasi-keyvalue', { flags: ['-DDRAFT=2'] }),
    rust: made('rust-wasi-keyvalue-draft2', 'wasi_keyvalue'),
    javascript: made('js-wasi-keyvalue-draft2', 'wasi-keyvalue'),
  },
  {
    ...{ capability: 'messaging', generation: '0.2', imports: ['mq'] },
    c: made('c-mq-0.2', 'messaging', { flags: ['-DQUEUE'] }),
    rust: made('rust-mq-0.2', 'mq'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'messaging', generation: '0.2', imports: ['pubsub'] },
    c: made('c-pubsub-0.2', 'messaging'),
    rust: made('rust-pubsub-0.2', 'messaging'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'messaging', generation: '0.5', imports: ['messaging'] },
    c: made('c-messaging-0.5', 'messaging'),
    rust: made('rust-messaging', 'messaging'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'messaging', generation: 'component', world: 'messaging' },
    imports: ['spiderlightning:messaging/messaging@0.6.0'],
    c: made('c-messaging-component', 'messaging'),
    rust: made('rust-messaging-component', 'messaging'),
    javascript: made('js-messaging', 'messaging'),
  },
  {
    ...{ capability: 'blobstore', generation: '0.5', imports: ['blob-store'] },
    c: made('c-blob-store', 'blob-store', { files: ['blobs'] }),
    rust: made('rust-blob-store', 'blob_store', { files: ['blobs'] }),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'blobstore', generation: 'component', world: 'blob-store' },
    imports: ['spiderlightning:blob-store/blob-store@0.6.0'],
    c: made('c-blob-store-component', 'blob-store', { files: ['blobs'] }),
    rust: made('rust-blob-store-component', 'blob_store', { files: ['blobs'] }),
    javascript: made('js-blob-store', 'blob-store', { files: ['blobs'] }),
  },
  {
    ...{ capability: 'blobstore', generation: 'standard', world: 'wasi-blobstore' },
    imports: [
      'wasi:blobstore/blobstore@0.2.0-draft',
      'wasi:blobstore/container@0.2.0-draft',
      'wasi:blobstore/types@0.2.0-draft',
    ],
    c: made('c-wasi-blobstore', 'wasi-blobstore', { files: ['blobs'] }),
    rust: made('rust-wasi-blobstore', 'wasi_blobstore', { files: ['blobs', 'wasi_objects'] }),
    javascript: made('js-wasi-blobstore', 'wasi-blobstore', { files: ['blobs'] }),
  },
  {
    ...{ capability: 'sql', generation: '0.5', imports: ['sql'] },
    c: made('c-sql-0.5', 'sql'),
    rust: made('rust-sql', 'sql', { files: ['sql_values'] }),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'sql', generation: 'component', world: 'sql' },
    imports: ['spiderlightning:sql/sql@0.6.0'],
    c: made('c-sql-component', 'sql'),
    rust: made('rust-sql-component', 'sql_component', { files: ['sql_values'] }),
    javascript: made('js-sql', 'sql', { files: ['sql-values'] }),
  },
  {
    ...{ capability: 'sql', generation: 'standard', world: 'wasi-sql' },
    imports: ['wasi:sql/types@0.2.0-draft', 'wasi:sql/readwrite@0.2.0-draft'],
    c: made('c-wasi-sql', 'sql', { flags: ['-DWASI'] }),
    rust: made('rust-wasi-sql', 'wasi_sql', { files: ['sql_values'] }),
    javascript: made('js-wasi-sql', 'wasi-sql', { files: ['sql-values'] }),
  },
  {
    ...{ capability: 'configs', generation: '0.2', imports: ['configs'] },
    c: made('c-configs-0.2', 'configs'),
    rust: made('rust-configs-0.2', 'configs'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'configs', generation: '0.5', imports: ['configs'] },
    c: made('c-configs-0.5', 'configs'),
    rust: made('rust-configs', 'configs'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'configs', generation: 'component', world: 'configs' },
    imports: ['spiderlightning:configs/configs@0.6.0'],
    c: made('c-configs-component', 'configs'),
    rust: made('rust-configs-component', 'configs'),
    javascript: made('js-configs', 'configs'),
  },
  {
    ...{ capability: 'configs', generation: 'standard', world: 'wasi-config-draft' },
    imports: ['wasi:config/store@0.2.0-draft-2024-09-27', 'wasi:logging/logging@0.1.0-draft'],
    c: made('c-wasi-config-draft', 'wasi-config', { flags: ['-Ddraft'] }),
    rust: made('rust-wasi-config-draft', 'wasi_config', { flags: ['--cfg=draft'] }),
    javascript: made('js-wasi-config-draft', 'wasi-config'),
  },
  {
    ...{ capability: 'configs', generation: 'standard', world: 'wasi-config-rc' },
    imports: ['wasi:config/store@0.2.0-rc.1', 'wasi:logging/logging@0.1.0-draft'],
    c: made('c-wasi-config-rc', 'wasi-config'),
    rust: made('rust-wasi-config-rc', 'wasi_config'),
    javascript: made('js-wasi-config-rc', 'wasi-config'),
  },
  {
    ...{ capability: 'distributed_locking', generation: '0.2', imports: ['lockd'] },
    c: made('c-locks-0.2', 'locks'),
    rust: made('rust-locks-0.2', 'locks'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'distributed_locking', generation: '0.5', imports: ['distributed-locking'] },
    c: made('c-locks-0.5', 'locks'),
    rust: made('rust-locks', 'locks'),
    javascript: noLegacyJavaScript,
  },
  {
    ...{ capability: 'distributed_locking', generation: 'component', world: 'locks' },
    imports: ['spiderlightning:distributed-locking/distributed-locking@0.6.0'],
    c: made('c-locks-component', 'locks'),
    rust: made('rust-locks-component', 'locks'),
    javascript: made('js-locks', 'locks'),
  },
];

/** A guest of a capability, and which interface it has for a store. */
export interface ContractGuest {
  readonly name: string;
  readonly language: Language;
  /** The interface that opens the store: the first of `imports`. */
  readonly interface: string;
  readonly generation: InterfaceGeneration;
}

export function guestsOf(capability: CapabilityKind): readonly ContractGuest[] {
  return contracts
    .filter((contract) => contract.capability === capability)
    .flatMap(({ imports, generation, ...cells }) =>
      languages.flatMap((language) => {
        const cell = cells[language];
        return 'name' in cell ? [{ name: cell.name, language, interface: imports[0], generation }] : [];
      }),
    );
}
