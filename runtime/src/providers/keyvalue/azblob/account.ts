import { CapabilityError } from '../../../ports.ts';

export interface Account {
  readonly name: string;
  readonly key: string;
  /** Where the account's blobs are, without a slash at its end. */
  readonly endpoint: string;
}

/**
 * Reads AZURE_STORAGE_ACCOUNT, AZURE_STORAGE_KEY and the optional AZURE_STORAGE_ENDPOINT.
 * @throws CapabilityError where one is missing or the endpoint is no URL
 */
export function accountOf(configs: Readonly<Record<string, string>>): Account {
  const name = required(configs, 'AZURE_STORAGE_ACCOUNT');
  const key = required(configs, 'AZURE_STORAGE_KEY');
  const given = configs['AZURE_STORAGE_ENDPOINT'];
  if (given === undefined || given === '') {
    return { name, key, endpoint: `https://${name}.blob.core.windows.net` };
  }
  const url = URL.parse(given);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new CapabilityError(
      'unexpected-error',
      'AZURE_STORAGE_ENDPOINT is no URL. Write it as https://account.blob.core.windows.net or http://127.0.0.1:10000/account.',
    );
  }
  // Azure has the account in the host's name; an emulator, which has one host for all, in the path
  const inPath = url.pathname === '/' && !url.hostname.startsWith(`${name}.`);
  const path = inPath ? `/${name}` : url.pathname.replace(/\/$/, '');
  return { name, key, endpoint: `${url.origin}${path}` };
}

function required(configs: Readonly<Record<string, string>>, key: string): string {
  const value = configs[key];
  if (value !== undefined && value !== '') return value;
  throw new CapabilityError(
    'unexpected-error',
    `keyvalue.azblob needs ${key}. Give it in [capability.configs].`,
  );
}

/**
 * The rules of https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#container-names.
 * @throws CapabilityError `invalid-key`
 */
export function requireContainerName(name: string): void {
  if (/^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return;
  throw new CapabilityError(
    'invalid-key',
    `"${name}" cannot name an Azure container. Choose 3 to 63 small letters, digits and single hyphens between them.`,
  );
}
