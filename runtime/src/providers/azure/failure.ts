import { CapabilityError } from '../../ports/errors.ts';
import { unreachable as whyUnreachable } from '../unreachable.ts';

/** The parts of Azure's RestError that say what happened. */
interface RestError {
  readonly name: 'RestError';
  readonly code?: string;
  readonly statusCode?: number;
}

/** The cases of failures that are told of alike in every capability. */
export type AzureErrorCase =
  'connection-error' | 'authentication-error' | 'timeout-error' | 'io-error' | 'unexpected-error';

/** What a capability calls what it keeps in blobs. */
export interface AzureWords {
  /** What a blob's name is to it: `key`. */
  readonly named: string;
  /** The case of its failures that such a name can have. */
  readonly nameCase: string;
  /** The case of a content that is too large. */
  readonly sizeCase: string;
}

/** Where a request goes. */
export interface Place {
  readonly endpoint: string;
  /** What it goes through, `proxy.example:3128`. */
  readonly proxy?: string | undefined;
}

/** Whose failure it is. */
export interface FailureOf {
  readonly place: Place;
  readonly words: AzureWords;
  /** The run's: what it ended is told of as the run's end. */
  readonly signal: AbortSignal;
}

function isRestError(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError';
}

/** The blob is not there; its container is, or that is not told: an answer to HEAD has no body to say it in. */
export function isMissing(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 404 && /^(?:BlobNotFound)?$/.test(error.code ?? '');
}

/** There is no container to look for a blob in. */
export function isWithoutContainer(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 404 && error.code === 'ContainerNotFound';
}

/** What was asked for of a blob lies behind its end. */
export function isBehindEnd(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 416;
}

/** Blocks that were staged are no longer there: somebody else has written the blob. */
export function isReplaced(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 400 && error.code === 'InvalidBlockList';
}

/** Another writer came first: the condition of a write was no longer true. */
export function isChanged(error: unknown): boolean {
  if (!isRestError(error)) return false;
  return error.statusCode === 412 || (error.statusCode === 409 && error.code === 'BlobAlreadyExists');
}

/**
 * What the Azure client threw, as the capability's error. The original is not kept as the cause: it carries the
 * request, and with it the account's signature.
 */
export function failure(
  error: unknown,
  { place: { endpoint, proxy }, words, signal }: FailureOf,
): CapabilityError {
  if (error instanceof CapabilityError) return error as CapabilityError;
  const server = `Azure Blob Storage at ${endpoint}`;
  if (error instanceof Error && error.name === 'AbortError') {
    return signal.aborted
      ? new CapabilityError('connection-error', 'The run has ended.')
      : new CapabilityError(
          'timeout-error',
          `${server} did not answer in time. Is it overloaded or stopped?`,
        );
  }
  const { code = '', statusCode } = isRestError(error) ? error : {};
  if (statusCode === undefined) return unreachable(code, server, proxy);
  const [errorCase, what] = answered(statusCode, code, words);
  return new CapabilityError(errorCase, `${server} ${what}.`);
}

function unreachable(
  code: string,
  server: string,
  proxy: string | undefined,
): CapabilityError<AzureErrorCase> {
  const way = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const why = whyUnreachable(code, {
    proxied: proxy !== undefined,
    named: 'AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_ENDPOINT',
    plain: 'write http:// in AZURE_STORAGE_ENDPOINT',
  });
  return new CapabilityError('connection-error', `${server} cannot be reached${way}: ${why}.`);
}

/** By https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes and blob-service-error-codes. */
function answered(
  status: number,
  code: string,
  { named, nameCase, sizeCase }: AzureWords,
): [AzureErrorCase | (string & {}), string] {
  const coded = code === '' ? `(${status})` : `(${code})`;
  switch (code) {
    case 'ResourceNotFound':
      return ['authentication-error', 'has no account of this name; check AZURE_STORAGE_ACCOUNT'];
    case 'ContainerBeingDeleted':
      return ['io-error', 'is still deleting a container of this name; wait half a minute and try again'];
    case 'OperationTimedOut':
      return ['timeout-error', 'did not finish in time'];
    case 'RequestBodyTooLarge':
      return [sizeCase, 'does not take a value of this size'];
    case 'InvalidHeaderValue':
      return [
        'unexpected-error',
        `does not know the version of the API that slight speaks; where it is Azurite, start it with --skipApiVersionCheck ${coded}`,
      ];
    case 'InvalidResourceName':
    case 'OutOfRangeInput':
      return [nameCase, `does not take this ${named} ${coded}`];
  }
  if (status === 401 || status === 403) {
    return ['authentication-error', `refuses AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY ${coded}`];
  }
  if (status === 407) return ['connection-error', `is behind a proxy that asks for a login ${coded}`];
  if (status === 503 || status === 429) return ['connection-error', `is busy ${coded}`];
  if (status >= 500) return ['io-error', `failed ${coded}`];
  return ['unexpected-error', `answered with an error ${coded}`];
}
