import type { ConfigsErrorCase } from '../../../ports/configs.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import { tlsFault } from '../../tls.ts';

/** The parts of Azure's RestError that say what happened. */
interface RestError {
  readonly name: 'RestError';
  readonly code?: string;
  readonly statusCode?: number;
}

function isRestError(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError';
}

/** The store has no such key with that label. */
export function isMissing(error: unknown): boolean {
  return isRestError(error) && error.statusCode === 404;
}

/**
 * What the Azure client threw, as the capability's error. The original is not kept as the cause: it carries the request,
 * and with it values and the signature.
 */
export function failure(error: unknown, endpoint: string, deadline: number, signal: AbortSignal): unknown {
  if (error instanceof CapabilityError) return error;
  const server = `Azure App Configuration at ${endpoint}`;
  if (error instanceof Error && error.name === 'AbortError') {
    return new CapabilityError(
      'io-error',
      signal.aborted ? 'The run has ended.' : `${server} has not answered for ${deadline / 1000} s.`,
    );
  }
  if (!isRestError(error)) return error;
  const { code = '', statusCode } = error;
  if (statusCode === undefined) {
    return new CapabilityError('io-error', `${server} cannot be reached: ${reason(code)}.`);
  }
  const [errorCase, what] = answered(statusCode);
  return new CapabilityError(errorCase, `${server} ${what}.`);
}

function reason(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there; check AZAPPCONFIG_ENDPOINT';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is not known; check AZAPPCONFIG_ENDPOINT';
    case 'PARSE_ERROR':
      return 'what answers there is no App Configuration; check AZAPPCONFIG_ENDPOINT';
  }
  const otherwise = `the connection failed${code === '' ? '' : ` (${code})`}`;
  return tlsFault(code, 'write http:// in AZAPPCONFIG_ENDPOINT') ?? otherwise;
}

/** By https://learn.microsoft.com/azure/azure-app-configuration/rest-api. */
function answered(status: number): [ConfigsErrorCase, string] {
  switch (status) {
    case 401:
      return ['permission-denied', 'refuses AZAPPCONFIG_KEYID with AZAPPCONFIG_KEYSECRET (401)'];
    case 403:
      return ['permission-denied', 'does not permit that with the key of AZAPPCONFIG_KEYID (403)'];
    case 409:
      return ['permission-denied', 'has locked this key: it is read-only (409)'];
    case 400:
    case 413:
      return ['invalid-value', `does not take this key or this value (${status})`];
    case 429:
      return ['io-error', 'has had more requests than it takes; try again later (429)'];
  }
  return ['io-error', `answered with an error (${status})`];
}
