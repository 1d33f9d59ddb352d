/** Whose requests go where: what the configs of every AWS resource say together. */
import { addressFault, quotesFault } from '@slight/slightfile/values/written-address.ts';
import { hostOf, isLocal } from '../../network.ts';
import { CapabilityError } from '../../ports/errors.ts';
import type { ConfigValues } from '../provider.ts';

export interface AwsAccess {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** Where the API is, without a slash at its end; undefined: where AWS has it. */
  readonly endpoint?: string;
}

/**
 * Reads AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and the optional AWS_ENDPOINT_URL. An emulator on this
 * machine takes any region.
 * @param resource as the slightfile names it, for the message
 * @throws CapabilityError where one is missing, or is not what it should be; the message repeats none of them
 */
export function accessOf(resource: string, configs: ConfigValues): AwsAccess {
  const endpoint = endpointOf(resource, configs['AWS_ENDPOINT_URL']?.trim());
  const required = (key: string) => {
    const value = configs[key]?.trim() ?? '';
    const fault = quotesFault(value);
    if (fault !== undefined) throw wrong(`${key} ${fault}.`);
    if (value !== '') return value;
    throw wrong(`${resource} needs ${key}. Give it in [capability.configs] or in the environment.`);
  };
  const accessKeyId = required('AWS_ACCESS_KEY_ID');
  const secretAccessKey = required('AWS_SECRET_ACCESS_KEY');
  const local = endpoint !== undefined && isLocal(hostOf(new URL(endpoint)));
  const region = local && !configs['AWS_REGION'] ? 'us-east-1' : required('AWS_REGION');
  if (!/^[a-z0-9][a-z0-9-]*$/.test(region))
    throw wrong('AWS_REGION is no region. Write it as eu-central-1 is written.');
  return { accessKeyId, secretAccessKey, region, ...(endpoint !== undefined && { endpoint }) };
}

function endpointOf(resource: string, given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined;
  const remedy = 'Write it as http://127.0.0.1:4566.';
  const fault = addressFault(given);
  if (fault !== undefined) throw wrong(`AWS_ENDPOINT_URL ${fault}. ${remedy}`);
  const url = URL.parse(given);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw wrong(`AWS_ENDPOINT_URL is no URL. ${remedy}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw wrong(
      `AWS_ENDPOINT_URL holds more than the place, such as a login, and ${resource} signs with AWS_SECRET_ACCESS_KEY. ${remedy}`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function wrong(message: string): CapabilityError {
  return new CapabilityError('unexpected-error', message);
}
