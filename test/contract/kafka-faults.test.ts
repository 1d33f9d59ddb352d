/** What brokers of messaging.confluent_apache_kafka do to their clients. */
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { openKafka } from '@slight/runtime/providers/messaging/confluent_apache_kafka.ts';
import { startKafka } from './kafka/broker.ts';
import { messagingFaultContract } from './messaging-faults.ts';

const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-faults-'));
after(() => folder.remove());
let names = 0;
const deadlines = { connect: 1_000, command: 1_000 };
const right = 'the password';

messagingFaultContract('messaging.confluent_apache_kafka', {
  start: () => startKafka({ password: right }),
  open: ({ port }, name, password = right) => {
    const login = { CAK_SASL_USERNAME: 'slight', CAK_SASL_PASSWORD: password };
    const at = { CAK_ENDPOINT: `127.0.0.1:${port}`, CAK_SECURITY_PROTOCOL: 'SASL_PLAINTEXT' };
    const context = { signal: new AbortController().signal, folder: path.join(folder.path, String(++names)) };
    return openKafka(name, { ...at, ...login }, context, deadlines);
  },
  keeps: true,
  tooMany: 1_100_000,
});
