/** What NATS's client throws, as a capability's error: for every provider that speaks to NATS. */
import { CapabilityError } from '../../ports/errors.ts';
import { unreachable } from '../unreachable.ts';
import type { NatsAddress } from './address.ts';

/** What went wrong, whatever it was wanted for. */
type Kind =
  /** It cannot be reached, or keeps no streams. */
  | 'away'
  /** The connection broke while something was under way. */
  | 'lost'
  /** It keeps the connection and does not answer. */
  | 'silent'
  /** It refuses the login, or what this user asks for. */
  | 'denied'
  /** It has no room for more. */
  | 'full'
  | 'tooLarge'
  /** It answers with an error that is none of these. */
  | 'refused';

/** How a capability tells of its failures. */
export interface NatsWords<Case extends string> {
  readonly cases: Readonly<Record<Kind, Case>>;
  /** What can be too large: `a message`. */
  readonly carried: string;
}

/** The codes of https://github.com/nats-io/nats-server/blob/main/server/errors.json. */
const withoutStreams = [10039, 10076];
/** No room: in memory, on the disk, for streams, for consumers or in this stream. */
const withoutRoom = [10023, 10028, 10047, 10026, 10027, 10077];
const tooLarge = 10054;

/** The code of what JetStream refused; undefined for what is none of its answers. */
export function streamCode(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

/** What the client threw, as the capability's error. It is not kept as the cause: it may carry the login. */
export function failure<Case extends string>(
  error: unknown,
  address: NatsAddress,
  words: NatsWords<Case>,
): CapabilityError<Case> {
  if (error instanceof CapabilityError) return error as CapabilityError<Case>;
  const [kind, what] = meaning(error, words.carried, address);
  return new CapabilityError(words.cases[kind], `${serverAt(address)} ${what}`);
}

/** What it means when the connection breaks while something is under way. */
export function lost<Case extends string>(
  address: NatsAddress,
  { cases }: NatsWords<Case>,
): CapabilityError<Case> {
  return new CapabilityError(cases.lost, `${serverAt(address)} ${closed}`);
}

const closed = 'has closed the connection.';

function meaning(error: unknown, carried: string, address: NatsAddress): [Kind, string] {
  if (!(error instanceof Error)) return ['refused', 'failed.'];
  switch (error.name) {
    case 'AuthorizationError':
    case 'UserAuthenticationExpiredError':
      return refusedLogin;
    case 'PermissionViolationError':
      return ['denied', 'does not allow this user to do that.'];
    case 'TimeoutError':
      return ['silent', 'did not answer in time. Is it overloaded or stopped?'];
    case 'ClosedConnectionError':
    case 'DrainingConnectionError':
      return ['lost', closed];
    case 'InvalidArgumentError':
      // the client does not send what the server has said that it does not take
      if (error.message.includes('max_payload')) return tooLargeFor(carried);
      break;
    case 'NoRespondersError':
    case 'JetStreamNotEnabled':
      return keepsNoStreams;
    case 'JetStreamStatusError':
    case 'JetStreamError':
    case 'JetStreamApiError':
    case 'StreamNotFoundError':
    case 'ConsumerNotFoundError':
      return answered(error, carried);
  }
  // the client wraps one in another
  if (error.cause instanceof Error && error.cause.name !== 'Error')
    return meaning(error.cause, carried, address);
  if (/authorization violation|authentication/i.test(error.message)) return refusedLogin;
  const code = codeOf(error);
  // the client speaks TLS to a server that wants it, and knows no name of it
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' && !address.tls)
    return ['away', 'cannot be reached: it wants TLS; write tls:// in NATS_URL.'];
  const why = unreachable(code, {
    plain: 'write nats:// in NATS_URL',
    closed: 'nothing listens there, or it is no NATS',
  });
  return ['away', `cannot be reached: ${why}.`];
}

const refusedLogin: [Kind, string] = [
  'denied',
  'refuses the login. Give NATS_CREDS, or user and password in NATS_URL: nats://user:password@host.',
];

const keepsNoStreams: [Kind, string] = [
  'away',
  'keeps no streams, which slight needs so that nothing is lost. Start it with JetStream: nats-server -js.',
];

function answered(error: Error, carried: string): [Kind, string] {
  const code = streamCode(error) ?? 0;
  if (withoutStreams.includes(code)) return keepsNoStreams;
  if (withoutRoom.includes(code)) {
    return ['full', `has no room for more: ${error.message}. Raise its limits, or make room on its disk.`];
  }
  if (code === tooLarge) return tooLargeFor(carried);
  return ['refused', `answered: ${error.message}.`];
}

function tooLargeFor(carried: string): [Kind, string] {
  return [
    'tooLarge',
    `does not take ${carried} of this size. Raise its max_payload, and what its stream takes.`,
  ];
}

function codeOf(error: Error): string {
  const { code } = error as Error & { readonly code?: unknown };
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

export function serverAt({ servers }: NatsAddress): string {
  return `NATS at ${servers.join(', ')}`;
}
