import { CapabilityError } from '../../../ports/errors.ts';
import type { MessagingErrorCase } from '../../../ports/messaging.ts';
import { tlsFault } from '../../tls.ts';
import type { NatsAddress } from './address.ts';

type Failure = CapabilityError<MessagingErrorCase>;

/** What the client threw, as the capability's error. It is not kept as the cause: it may carry the login. */
export function failure(error: unknown, address: NatsAddress): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  const server = serverAt(address);
  if (!(error instanceof Error)) return new CapabilityError('unexpected-error', `${server} failed.`);
  switch (error.name) {
    case 'AuthorizationError':
    case 'UserAuthenticationExpiredError':
      return new CapabilityError(
        'insufficient-permissions',
        `${server} refuses the login. Give NATS_CREDS, or user and password in NATS_URL: nats://user:password@host.`,
      );
    case 'PermissionViolationError':
      return new CapabilityError(
        'insufficient-permissions',
        `${server} does not allow this user to do that.`,
      );
    case 'TimeoutError':
      return new CapabilityError(
        'service-unavailable',
        `${server} did not answer in time. Is it overloaded or stopped?`,
      );
    case 'ClosedConnectionError':
    case 'DrainingConnectionError':
      return lost(address);
    case 'NoRespondersError':
    case 'JetStreamNotEnabled':
      return withoutStreams(address);
    case 'JetStreamApiError':
    case 'StreamNotFoundError':
    case 'ConsumerNotFoundError':
      return answered(error, address);
  }
  // the client wraps one in another
  if (error.cause instanceof Error && error.cause.name !== 'Error') return failure(error.cause, address);
  const code = codeOf(error);
  if (/authorization violation|authentication/i.test(error.message))
    return failure(Object.assign(new Error(), { name: 'AuthorizationError' }), address);
  return new CapabilityError('service-unavailable', `${server} cannot be reached: ${reason(code)}.`);
}

/** What it means when the connection breaks while something is under way. */
export function lost(address: NatsAddress): Failure {
  return new CapabilityError('connection-lost', `${serverAt(address)} has closed the connection.`);
}

function withoutStreams(address: NatsAddress): Failure {
  return new CapabilityError(
    'service-unavailable',
    `${serverAt(address)} keeps no streams, which slight needs so that no message is lost. Start it with JetStream: nats-server -js.`,
  );
}

/** What JetStream refused, https://github.com/nats-io/nats-server/blob/main/server/errors.json. */
function answered(error: Error, address: NatsAddress): Failure {
  const { code } = error as Error & { readonly code?: number };
  if (code === 10039 || code === 10076) return withoutStreams(address);
  const server = serverAt(address);
  // no room: in memory, on the disk, for streams or for consumers
  if (code !== undefined && [10023, 10028, 10047, 10026, 10027, 10077].includes(code)) {
    return new CapabilityError(
      'service-unavailable',
      `${server} has no room for more: ${error.message}. Raise its limits, or make room on its disk.`,
    );
  }
  if (code === 10054)
    return new CapabilityError('payload-too-large', `${server} does not take a message so large.`);
  return new CapabilityError('unexpected-error', `${server} answered: ${error.message}.`);
}

function codeOf(error: Error): string {
  const { code } = error as Error & { readonly code?: unknown };
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

function reason(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known';
    case '':
    case 'ECONNRESET':
      return 'nothing listens there, or it is no NATS';
  }
  return tlsFault(code, 'write nats:// in NATS_URL') ?? `the connection failed (${code})`;
}

export function serverAt({ servers }: NatsAddress): string {
  return `NATS at ${servers.join(', ')}`;
}
