import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capabilityInterface, capabilityOf } from './interfaces.ts';

test('interfaces that open by name', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    keyvalue: [
      'kv',
      'keyvalue',
      'spiderlightning:keyvalue/keyvalue@0.6.0',
      'spiderlightning:keyvalue/keyvalue',
      'wasi:keyvalue/store@0.2.0-draft',
      'wasi:keyvalue/store@0.2.0-draft2',
      'cm32p2|wasi:keyvalue/store@0.2',
    ],
    messaging: ['mq', 'pubsub', 'messaging', 'wasi:messaging/producer@0.2.0-draft'],
    distributed_locking: ['lockd', 'distributed-locking'],
    configs: ['configs', 'spiderlightning:configs/configs@0.6.0'],
    sql: ['sql', 'wasi:sql/readwrite@0.2.0-draft'],
    blobstore: ['blob-store', 'wasi:blobstore/blobstore@0.2.0-draft'],
  };
  for (const [kind, names] of Object.entries(kinds)) {
    for (const name of names) assert.deepEqual(capabilityInterface(name), { kind, opensByName: true }, name);
  }
});

test('interfaces of a capability that open nothing', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    keyvalue: [
      'wasi:keyvalue/atomics@0.2.0-draft',
      'wasi:keyvalue/batch@0.2.0-draft2',
      'wasi:keyvalue/new@1.0.0',
    ],
    messaging: ['wasi:messaging/incoming-handler@0.2.0-draft', 'wasi:messaging/types@0.2.0-draft'],
    blobstore: ['wasi:blobstore/container@0.2.0-draft'],
    configs: ['wasi:config/store@0.2.0-rc.1', 'wasi:config/runtime@0.2.0-draft'],
    http: [
      'http',
      'http-server',
      'wasi:http/incoming-handler@0.2.0',
      'wasi:http/incoming-handler@0.2.0#handle',
      'cm32p2|wasi:http/incoming-handler@0.2|handle',
      'wasi:http/handler@0.3.0',
    ],
    'http-client': ['http-client', 'wasi:http/outgoing-handler@0.2.12', 'wasi:http/client@0.3.0'],
  };
  for (const [kind, names] of Object.entries(kinds)) {
    for (const name of names) assert.deepEqual(capabilityInterface(name), { kind, opensByName: false }, name);
  }
});

test('what is of no capability', () => {
  const others = [
    ...[
      '',
      '@',
      '/',
      'cm32p2|',
      'env',
      'types',
      'http-types',
      'http-handler',
      'blob-types',
      'events',
      'constructor',
    ],
    ...['wasi_snapshot_preview1', 'canonical_abi', '_start', 'memory', 'Keyvalue', 'wasi:keyvalue', '$root'],
    ...['wasi:cli/run@0.2.12', 'wasi:http/types@0.2.0', 'acme:keyvalue/store@1.0.0', 'wasi:keyvalues/store'],
  ];
  for (const name of others) assert.equal(capabilityOf(name), undefined, name);
});
