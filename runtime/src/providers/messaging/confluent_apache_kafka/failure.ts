import { CapabilityError } from '../../../ports/errors.ts';
import type { MessagingErrorCase } from '../../../ports/messaging.ts';
import { tlsFault } from '../../tls.ts';
import { kafkaAt } from './address.ts';
import type { KafkaAddress } from './address.ts';

type Failure = CapabilityError<MessagingErrorCase>;

/** What Kafka calls an error that it answered: `NOT_LEADER_OR_FOLLOWER`. Of several in one answer, each once. */
export function namesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { apiId } = error as { readonly apiId?: unknown };
  if (typeof apiId === 'string') return [apiId];
  const inner = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error.cause];
  return [...new Set(inner.flatMap(namesOf))];
}

export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return namesOf(error).some((name) => names.includes(name));
}

/** The answer that an error came in: what else was asked for with it may have gone well. */
export function answerOf(error: unknown): unknown {
  return error instanceof AggregateError ? (error as { readonly response?: unknown }).response : undefined;
}

/** What an answer or a broken connection means. It is not kept as the cause: it may carry the login or a message. */
export function failure(error: unknown, address: KafkaAddress): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  const [name] = namesOf(error);
  return name === undefined ? lost(address) : refused(name, address);
}

/** Why there is no connection: it cannot be made, or the login is refused. */
export function unreachable(error: unknown, address: KafkaAddress): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  const [name] = namesOf(error);
  if (name !== undefined) return refused(name, address);
  const { code } = (error instanceof Error ? error : {}) as { readonly code?: unknown };
  if (code === 'PLT_KFK_AUTHENTICATION') return refused('SASL_AUTHENTICATION_FAILED', address);
  return new CapabilityError(
    'service-unavailable',
    `${kafkaAt(address)} cannot be reached: ${reason(error)}.`,
  );
}

/** What it means when a connection breaks while something is under way. */
export function lost(address: KafkaAddress): Failure {
  return new CapabilityError('connection-lost', `${kafkaAt(address)} has closed the connection.`);
}

/** What it means when a broker answers to what every client asks first, and hangs up at the next question. */
export function hungUp(address: KafkaAddress): Failure {
  const message = `${kafkaAt(address)} closes the connection at once. Where it asks for a login or for TLS, say so in CAK_SECURITY_PROTOCOL.`;
  return new CapabilityError('service-unavailable', message);
}

/** What it means when a broker keeps the connection and does not answer. */
export function silence(address: KafkaAddress): Failure {
  return new CapabilityError(
    'service-unavailable',
    `${kafkaAt(address)} did not answer in time. Is it overloaded or stopped?`,
  );
}

/** What it means when a message is no longer its receiver's: others of the group have it. */
export function takenOver(address: KafkaAddress): Failure {
  return new CapabilityError(
    'connection-lost',
    `${kafkaAt(address)} has given this message to another receiver of the group: it was not heard of this one for too long.`,
  );
}

/** Kafka's error codes, https://kafka.apache.org/protocol#protocol_error_codes. */
function refused(name: string, address: KafkaAddress): Failure {
  const server = kafkaAt(address);
  switch (name) {
    case 'SASL_AUTHENTICATION_FAILED':
      return new CapabilityError(
        'insufficient-permissions',
        `${server} refuses the login. Give CAK_SASL_USERNAME and CAK_SASL_PASSWORD of a user whom it knows.`,
      );
    case 'UNSUPPORTED_SASL_MECHANISM':
    case 'ILLEGAL_SASL_STATE':
      return new CapabilityError(
        'insufficient-permissions',
        `${server} does not take a login of this kind. Name another in CAK_SASL_MECHANISMS.`,
      );
    case 'TOPIC_AUTHORIZATION_FAILED':
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return new CapabilityError(
        'insufficient-permissions',
        `${server} does not allow this user to use the topic. Let its administrator allow it, or log in as another.`,
      );
    case 'GROUP_AUTHORIZATION_FAILED':
      return new CapabilityError(
        'insufficient-permissions',
        `${server} does not allow this user to be in the consumer group. Name one that is allowed in CONSUMER_GROUP.`,
      );
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return new CapabilityError(
        'payload-too-large',
        `${server} does not take a message so large. Raise max.message.bytes of the topic.`,
      );
    case 'INVALID_TOPIC_EXCEPTION':
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'UNKNOWN_TOPIC_ID':
      return new CapabilityError('queue-or-topic-not-found', `${server} does not have this topic.`);
    case 'CORRUPT_MESSAGE':
    case 'INVALID_RECORD':
    case 'UNSUPPORTED_FOR_MESSAGE_FORMAT':
    case 'INVALID_TIMESTAMP':
      return new CapabilityError(
        'unsupported-message-format',
        `${server} does not take a message of this format (${name}).`,
      );
    case 'ILLEGAL_GENERATION':
    case 'UNKNOWN_MEMBER_ID':
    case 'REBALANCE_IN_PROGRESS':
      return takenOver(address);
    case 'INCONSISTENT_GROUP_PROTOCOL':
      return new CapabilityError(
        'unexpected-error',
        `${server} has a group of this name whose members share otherwise. Name another in CONSUMER_GROUP.`,
      );
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'LEADER_NOT_AVAILABLE':
    case 'REPLICA_NOT_AVAILABLE':
    case 'BROKER_NOT_AVAILABLE':
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'NOT_COORDINATOR':
    case 'NOT_CONTROLLER':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
    case 'KAFKA_STORAGE_ERROR':
    case 'GROUP_MAX_SIZE_REACHED':
    case 'THROTTLING_QUOTA_EXCEEDED':
      return new CapabilityError('service-unavailable', `${server} cannot do this at the moment (${name}).`);
  }
  return new CapabilityError('unexpected-error', `${server} refuses this (${name}).`);
}

function reason(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known; check CAK_ENDPOINT';
  }
  if (error instanceof Error && /timed out/i.test(error.message)) return 'it does not answer in time';
  if (error instanceof Error && /requires TLS/i.test(error.message))
    return 'it answers in TLS; write SSL or SASL_SSL in CAK_SECURITY_PROTOCOL';
  const fault = tlsFault(code, 'write PLAINTEXT or SASL_PLAINTEXT in CAK_SECURITY_PROTOCOL');
  if (fault !== undefined) return fault;
  return /^(ECONNRESET|EPIPE|)$/.test(code)
    ? 'it closes the connection; is it no Kafka, or does it speak TLS otherwise than CAK_SECURITY_PROTOCOL says?'
    : `the connection failed (${code})`;
}

/** Node's code, below the client's own. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && !code.startsWith('PLT_KFK_')) return code;
  const inner = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error.cause];
  return inner.map(codeOf).find((one) => one !== '') ?? '';
}
