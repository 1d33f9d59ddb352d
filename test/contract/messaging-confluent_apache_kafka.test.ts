import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { openKafka } from '@slight/runtime/providers/messaging/confluent_apache_kafka.ts';
import { startKafka } from './kafka/broker.ts';
import type { KafkaServer } from './kafka/broker.ts';
import { messagingContract } from './messaging.ts';

const stack = new AsyncDisposableStack();
let server: KafkaServer;
let folder: string;
before(async () => {
  server = stack.use(await startKafka());
  folder = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-kafka-'))).path;
});
after(() => stack.disposeAsync());

messagingContract('messaging.confluent_apache_kafka', {
  open: (name) =>
    openKafka(
      name,
      { CAK_ENDPOINT: `127.0.0.1:${server.port}` },
      { signal: new AbortController().signal, folder: path.join(folder, name) },
    ),
  // a broker takes messages of 1 MiB, where nothing else is said
  largest: 1_000_000,
});
