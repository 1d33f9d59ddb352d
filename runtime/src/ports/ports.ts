/** Every port, by the capability that it is of. */
import type { BlobContainer } from './blobstore.ts';
import type { Configs } from './configs.ts';
import type { Locks } from './distributed-locking.ts';
import type { HttpClient } from './http-client.ts';
import type { KeyValue } from './keyvalue.ts';
import type { Messaging } from './messaging.ts';
import type { Sql } from './sql.ts';

export interface Ports {
  keyvalue: KeyValue;
  configs: Configs;
  distributed_locking: Locks;
  messaging: Messaging;
  sql: Sql;
  blobstore: BlobContainer;
  'http-client': HttpClient;
}

export type PortName = keyof Ports;
