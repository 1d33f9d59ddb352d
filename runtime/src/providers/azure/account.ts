import { addressFault, quotesFault } from '@slight/slightfile/values/written-address.ts';
import { hostOf, isLocal } from '../../network.ts';
import { CapabilityError } from '../../ports/errors.ts';
import type { ConfigValues } from '../provider.ts';
import type { AzureWords } from './failure.ts';

export interface Account {
  readonly name: string;
  /** In base64. */
  readonly key: string;
  /** Where the account's blobs are, without a slash at its end. */
  readonly endpoint: string;
  /** Whether an emulator answers there, as far as can be told: it knows fewer versions of the API than Azure. */
  readonly emulated: boolean;
}

/** The account that every emulator has. */
const emulatorAccount = 'devstoreaccount1';

/**
 * Reads AZURE_STORAGE_ACCOUNT, AZURE_STORAGE_KEY and the optional AZURE_STORAGE_ENDPOINT.
 * @throws CapabilityError where one is missing, or is not what it should be; the message repeats none but the account
 */
export function accountOf(configs: ConfigValues): Account {
  const name = required(configs, 'AZURE_STORAGE_ACCOUNT');
  const key = required(configs, 'AZURE_STORAGE_KEY');
  if (key.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(key)) {
    throw wrong(
      'AZURE_STORAGE_KEY is no key of an account, which is base64. Take the key itself, not a connection string or a SAS.',
    );
  }
  const given = configs['AZURE_STORAGE_ENDPOINT']?.trim();
  if (given === undefined || given === '') {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
      throw wrong('AZURE_STORAGE_ACCOUNT is no name of an account: those are small letters and digits.');
    }
    return { name, key, endpoint: `https://${name}.blob.core.windows.net`, emulated: false };
  }
  const url = endpointUrl(given, name);
  // Azure has the account in the host's name; an emulator, which has one host for all, in the path
  const inHost = url.hostname.startsWith(`${name}.`);
  const path = url.pathname === '/' && !inHost ? `/${name}` : url.pathname.replace(/\/+$/, '');
  return {
    name,
    key,
    endpoint: `${url.origin}${path}`,
    emulated: isLocal(hostOf(url)) || name === emulatorAccount,
  };
}

function endpointUrl(given: string, name: string): URL {
  const remedy = 'Write it as https://account.blob.core.windows.net or http://127.0.0.1:10000/account.';
  const fault = addressFault(given);
  if (fault !== undefined) throw wrong(`AZURE_STORAGE_ENDPOINT ${fault}. ${remedy}`);
  const url = URL.parse(given);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw wrong(`AZURE_STORAGE_ENDPOINT is no URL. ${remedy}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw wrong(
      `AZURE_STORAGE_ENDPOINT holds more than the place, such as a SAS or a login, and requests are signed with AZURE_STORAGE_KEY alone. ${remedy}`,
    );
  }
  const [label = '', blob] = url.hostname.split('.');
  if (blob === 'blob' && label !== name && label !== `${name}-secondary`) {
    throw wrong(
      `AZURE_STORAGE_ENDPOINT is the place of another account than "${name}", which AZURE_STORAGE_ACCOUNT names. Give both of one account.`,
    );
  }
  if (blob === 'blob' && url.pathname !== '/') {
    throw wrong(
      `AZURE_STORAGE_ENDPOINT goes on behind its host, and the name that the guest opens is the container. ${remedy}`,
    );
  }
  return url;
}

function required(configs: ConfigValues, key: string): string {
  const value = configs[key]?.trim() ?? '';
  const fault = quotesFault(value);
  if (fault !== undefined) throw wrong(`${key} ${fault}.`);
  if (value !== '') return value;
  throw wrong(`Azure Blob Storage needs ${key}. Give it in [capability.configs].`);
}

function wrong(message: string): CapabilityError {
  return new CapabilityError('unexpected-error', message);
}

/**
 * The rules of https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#container-names.
 * @throws CapabilityError
 */
export function requireContainerName(name: string, { nameCase }: AzureWords): void {
  if (/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return;
  throw new CapabilityError(
    nameCase,
    `"${name}" cannot name an Azure container. Choose 3 to 63 small letters, digits and single hyphens between them.`,
  );
}
