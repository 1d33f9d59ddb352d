import { CapabilityError } from '../../../ports/errors.ts';
import { urlHost } from '../../../network.ts';
import type { ConfigValues } from '../../provider.ts';

export interface Broker {
  /** An IP address without brackets, or a name. */
  readonly host: string;
  readonly port: number;
}

export const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** The configs that say where Kafka is and who logs in there, read. */
export interface KafkaAddress {
  /** Those that are asked first; of the others they tell. */
  readonly brokers: readonly [Broker, ...Broker[]];
  readonly tls: boolean;
  readonly login?: {
    readonly mechanism: (typeof mechanisms)[number];
    readonly username: string;
    readonly password: string;
  };
}

const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

/** @throws CapabilityError where one of them cannot be meant; it repeats none of them */
export function kafkaAddress(configs: ConfigValues): KafkaAddress {
  const protocol = configs['CAK_SECURITY_PROTOCOL']?.trim() || 'PLAINTEXT';
  if (!protocols.includes(protocol)) throw invalid(`CAK_SECURITY_PROTOCOL must be ${listed(protocols)}.`);
  return {
    brokers: brokersOf(configs['CAK_ENDPOINT'] ?? ''),
    tls: protocol.endsWith('SSL'),
    ...(protocol.startsWith('SASL_') && { login: loginOf(configs) }),
  };
}

/** @throws CapabilityError where it is not `host:port`, or several of them with commas between */
function brokersOf(text: string): KafkaAddress['brokers'] {
  const [first = '', ...others] = text.split(',');
  return [brokerOf(first), ...others.map(brokerOf)];
}

function brokerOf(part: string): Broker {
  const [, bracketed, plain, port] =
    /^(?:\[([\da-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/i.exec(part.trim()) ?? [];
  const host = bracketed ?? plain;
  const number = Number(port);
  if (host === undefined || !(number >= 1 && number <= 65_535))
    throw invalid(
      'CAK_ENDPOINT must be the host and the port of a broker, such as localhost:9092, or several with commas between.',
    );
  return { host, port: number };
}

function loginOf(configs: ConfigValues): NonNullable<KafkaAddress['login']> {
  const named = configs['CAK_SASL_MECHANISMS']?.trim() || 'PLAIN';
  const mechanism = mechanisms.find((one) => one === named);
  if (mechanism === undefined) throw invalid(`CAK_SASL_MECHANISMS must be ${listed(mechanisms)}.`);
  const { CAK_SASL_USERNAME: username = '', CAK_SASL_PASSWORD: password = '' } = configs;
  if (username === '' || password === '')
    throw invalid(
      'CAK_SECURITY_PROTOCOL asks for a login: give CAK_SASL_USERNAME and CAK_SASL_PASSWORD, or write PLAINTEXT or SSL.',
    );
  return { mechanism, username, password };
}

export function kafkaAt({ brokers }: KafkaAddress): string {
  return `Kafka at ${brokers.map(({ host, port }) => `${urlHost(host)}:${port}`).join(', ')}`;
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function invalid(message: string): CapabilityError {
  return new CapabilityError('unexpected-error', message);
}
