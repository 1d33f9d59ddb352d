import { CapabilityError } from '../../../ports/errors.ts';
import type { MessagingErrorCase } from '../../../ports/messaging.ts';
import { unreachable } from '../../unreachable.ts';
import { brokerAt } from './address.ts';
import type { BrokerAddress } from './address.ts';

type Failure = CapabilityError<MessagingErrorCase>;

/** How a broker is asked, and what it means where it closes the connection and says nothing. */
function wayTo({ tls }: BrokerAddress) {
  const plain = 'leave MOSQUITTO_TLS out';
  const other = tls ? `not for TLS, ${plain}` : 'for TLS, set MOSQUITTO_TLS = "true"';
  return { plain, closed: `it closes the connection; where its port is ${other}` };
}

/** What the client threw, as the capability's error. It is not kept as the cause: it may carry the login or a message. */
export function failure(error: unknown, address: BrokerAddress): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return refused(code, address);
  return new CapabilityError(
    'service-unavailable',
    `${brokerAt(address)} cannot be reached: ${unreachable(typeof code === 'string' ? code : '', wayTo(address))}.`,
  );
}

/** What it means when the connection breaks while something is under way. */
export function lost(address: BrokerAddress): Failure {
  return new CapabilityError('connection-lost', `${brokerAt(address)} has closed the connection.`);
}

/** What it means when the broker keeps the connection and does not answer. */
export function silence(address: BrokerAddress): Failure {
  return new CapabilityError(
    'service-unavailable',
    `${brokerAt(address)} did not answer in time. Is it overloaded or stopped?`,
  );
}

/** MQTT 5.0, section 2.4; the first five are those of MQTT 3.1.1, section 3.2.2.3, which says it of an older broker. */
export function refused(code: number, address: BrokerAddress): Failure {
  const server = brokerAt(address);
  switch (code) {
    case 0x04:
    case 0x05:
    case 0x86:
      return new CapabilityError(
        'insufficient-permissions',
        `${server} refuses the login. Give MOSQUITTO_USERNAME and MOSQUITTO_PASSWORD.`,
      );
    case 0x87:
      return new CapabilityError(
        'insufficient-permissions',
        `${server} does not allow this. Give MOSQUITTO_USERNAME and MOSQUITTO_PASSWORD of a user who may do it.`,
      );
    case 0x01:
    case 0x84:
      return new CapabilityError('unexpected-error', `${server} does not speak MQTT 5, which slight speaks.`);
    case 0x8f:
    case 0x90:
      return new CapabilityError('queue-or-topic-not-found', `${server} does not take this topic.`);
    case 0x95:
      return new CapabilityError('payload-too-large', `${server} does not take a message so large.`);
    case 0x99:
      return new CapabilityError(
        'unsupported-message-format',
        `${server} does not take a message of this format.`,
      );
    case 0x03:
    case 0x88:
    case 0x89:
    case 0x97:
    case 0x9f:
      return new CapabilityError('service-unavailable', `${server} has no room for more at the moment.`);
  }
  return new CapabilityError('unexpected-error', `${server} refuses this, with the reason code ${code}.`);
}
