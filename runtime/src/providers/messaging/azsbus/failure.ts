import { CapabilityError } from '../../../ports/errors.ts';
import type { MessagingErrorCase } from '../../../ports/messaging.ts';
import { tlsFault } from '../../tls.ts';
import type { Account } from './account.ts';

type Failure = CapabilityError<MessagingErrorCase>;

/** The entity is not there. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'MessagingEntityNotFound' || statusOf(error) === 404;
}

/** The entity is there already. */
export function isTaken(error: unknown): boolean {
  return statusOf(error) === 409;
}

/** The policy is not for managing, or nobody answers who could be asked to make an entity. */
export function cannotManage(error: unknown): boolean {
  const status = statusOf(error);
  return status === 401 || status === 403 || codeOf(error) === 'ECONNREFUSED';
}

/** The login is right, and is not allowed this: a policy may be for sending alone, or for listening alone. */
export function isOtherClaim(error: unknown): boolean {
  return codeOf(error) === 'UnauthorizedAccess' && /claim/i.test((error as Error).message);
}

/** The server has ended a link, as it does with one that was idle, and not the connection. */
export function isDetached(error: unknown): boolean {
  return codeOf(error) === 'GeneralError' && /^(DetachForced|SenderBusy)Error/.test((error as Error).message);
}

/** Whether the connection can be relied on no more. A server that is busy, or that is asked over HTTP, breaks none. */
export function isBroken(error: unknown, account: Account): boolean {
  if (isRest(error) || isDetached(error)) return false;
  if (['ServiceBusy', 'QuotaExceeded'].includes(codeOf(error))) return false;
  return ['connection-lost', 'service-unavailable'].includes(failure(error, account).case);
}

/** What the client threw, as the capability's error. It is not kept as the cause: it may carry a message. */
export function failure(error: unknown, account: Account): Failure {
  if (error instanceof CapabilityError) return error as Failure;
  const server = account.title;
  if (error instanceof Error && error.name === 'AbortError') return late(account);
  const code = codeOf(error);
  const status = statusOf(error);
  if (status === 401 || status === 403) return refused(server, error);
  if (status !== undefined && status >= 500)
    return new CapabilityError('service-unavailable', `${server} answered with the status ${status}.`);
  switch (code) {
    case 'UnauthorizedAccess':
      return refused(server, error);
    case 'MessagingEntityNotFound':
      return new CapabilityError('queue-or-topic-not-found', `${server} has it no more.`);
    case 'MessageSizeExceeded':
      return new CapabilityError(
        'payload-too-large',
        `${server} does not take a message so large: 256 KB in its standard tier, more in premium.`,
      );
    case 'MessageLockLost':
    case 'MessageNotFound':
      return new CapabilityError(
        'delivery-failed',
        `${server} has given the message to another: its lock is over.`,
      );
    case 'MessagingEntityDisabled':
      return new CapabilityError(
        'queue-or-topic-not-found',
        `${server} has it disabled. Enable it in Azure.`,
      );
    case 'QuotaExceeded':
      return new CapabilityError(
        'service-unavailable',
        `${server} has no room for more: a queue or topic is full, or has too many connections.`,
      );
    case 'ServiceBusy':
      return new CapabilityError('service-unavailable', `${server} is busy. Try it again later.`);
    case 'ServiceTimeout':
      return late(account);
    case 'ECONNREFUSED':
      return away(server, 'nothing listens there');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return away(server, 'the host name is not known; check AZURE_SERVICE_BUS_NAMESPACE');
  }
  const fault = tlsFault(code, 'name an emulator in AZURE_SERVICE_BUS_ENDPOINT');
  if (fault !== undefined) return away(server, fault);
  // the rest is what links and connections end with; of some, the client throws an error without a name
  if (
    isAzures(error) ||
    (error instanceof Error &&
      /AMQP connection|^Unknown error encountered|^Failed to connect$/.test(error.message))
  )
    return lost(account);
  return new CapabilityError('unexpected-error', `${server} failed${code === '' ? '' : ` (${code})`}.`);
}

/** What it means when the connection breaks while something is under way. */
export function lost(account: Account): Failure {
  return new CapabilityError('connection-lost', `${account.title} has closed the connection.`);
}

export function late(account: Account): Failure {
  return new CapabilityError(
    'service-unavailable',
    `${account.title} did not answer in time. Is it overloaded or stopped?`,
  );
}

function refused(server: string, error: unknown): Failure {
  return new CapabilityError(
    'insufficient-permissions',
    isOtherClaim(error)
      ? `${server} does not allow that to the policy. Give it the claims Send and Listen, or name another in AZURE_POLICY_NAME.`
      : `${server} refuses the login. Check AZURE_POLICY_NAME and AZURE_POLICY_KEY.`,
  );
}

function away(server: string, why: string): Failure {
  return new CapabilityError('service-unavailable', `${server} cannot be reached: ${why}.`);
}

function isAzures(error: unknown): boolean {
  return error instanceof Error && ['ServiceBusError', 'MessagingError', 'RestError'].includes(error.name);
}

/** Of a link a reason of Service Bus, of a connection one of the system. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as Error & { readonly code?: unknown };
  const [system = ''] =
    /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)\b/.exec(`${String(code)} ${error.message}`) ?? [];
  return system !== '' ? system : typeof code === 'string' ? code : '';
}

/** What asks over HTTP has failed. */
function isRest(error: unknown): error is Error & { readonly statusCode?: number } {
  return error instanceof Error && error.name === 'RestError';
}

function statusOf(error: unknown): number | undefined {
  return isRest(error) ? error.statusCode : undefined;
}
