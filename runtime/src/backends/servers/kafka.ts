/** Apache Kafka, behind messaging.confluent_apache_kafka: one node, which is broker and controller. */
import { connect } from 'node:net';
import type { ConfigValues } from '../../providers/provider.ts';
import { kafkaAddress } from '../../providers/messaging/confluent_apache_kafka/address.ts';
import { isLocal, urlHost } from '../address.ts';
import { orWrong } from '../backend.ts';
import type { Address, Backend, Target } from '../backend.ts';

/** What the image keeps for it, and its own user may write to. */
const data = '/var/lib/kafka/data';

export const backend: Backend = {
  id: 'kafka',
  title: 'Kafka',
  container: {
    image: 'apache/kafka:4.3.1',
    port: 9092,
    data,
    launch: () => ({ command: [], environment: settings, secrets: [] }),
  },
  target,
  configs: (address, configs) => ({
    ...configs,
    ...(isUnset(configs) && { CAK_ENDPOINT: `${urlHost(address.host)}:${address.port}` }),
  }),
  ready,
};

/** The image has defaults of its own for all of this or for none: https://github.com/apache/kafka/tree/trunk/docker/examples. */
const settings = {
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
  // as it is called inside: a client of a single broker stays where it has found it
  KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://localhost:9092',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_LOG_DIRS: data,
  // there is no other node
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  // nobody else is on the way to a new group
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
};

function target(configs: ConfigValues): Target {
  if (isUnset(configs)) return { kind: 'none' };
  return orWrong(() => {
    const { brokers, tls, login } = kafkaAddress(configs);
    const [one, ...others] = brokers;
    // ours asks for no login
    if (others.length > 0 || !isLocal(one.host) || (login && !tls)) return { kind: 'elsewhere' };
    return { kind: 'local', address: one, tls };
  });
}

function isUnset({ CAK_ENDPOINT: text = '' }: ConfigValues): boolean {
  return text.trim() === '';
}

/** ApiVersions in version 0, which every broker answers before anybody logs in: https://kafka.apache.org/protocol#api_versions. */
const question = Buffer.from('0000000a' + '0012' + '0000' + '00000007' + 'ffff', 'hex');

function ready(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal });
    let isBroker = false;
    let answer = Buffer.alloc(0);
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('connect', () => socket.write(question));
    socket.on('data', (bytes) => {
      answer = Buffer.concat([answer, bytes]);
      if (answer.length < 10) return;
      // the number of the question, and no error
      isBroker = answer.readInt32BE(4) === 7 && answer.readInt16BE(8) === 0;
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(isBroker));
  });
}
