/** Azurite, the emulator of Azure Blob Storage, behind keyvalue.azblob and blobstore.azblob. */
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { accountOf } from '../../providers/azure/account.ts';
import { orWrong } from '../backend.ts';
import type { ConfigValues } from '../../providers/provider.ts';
import type { Address, Backend, Target } from '../backend.ts';
import { hostOf, isLocal, urlHost } from '../address.ts';

/** The emulator's account and key, the same on every machine and published by Azure: no secret. */
const wellKnown = {
  account: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};

const data = '/data';

export const backend: Backend = {
  id: 'azurite',
  title: 'Azurite',
  container: {
    image: 'mcr.microsoft.com/azure-storage/azurite:3.35.0',
    port: 10_000,
    data,
    launch: (configs) => ({
      command: ['azurite-blob', ...flags({ host: '0.0.0.0', port: 10_000 }, data)],
      ...credentials(configs),
    }),
  },
  local: {
    command: 'azurite-blob',
    // two databases, of 5,228 bytes in 3.35; with one blob in it, it is over 6,700
    emptyBytes: 6_000,
    listening: /successfully listens on /,
    launch: (address, places, configs) => ({
      arguments: flags(address, places.data),
      ...credentials(configs),
    }),
  },
  target,
  configs(address, configs) {
    const { account, key } = login(configs);
    const endpoint = `http://${urlHost(address.host)}:${address.port}/${account}`;
    return {
      ...configs,
      AZURE_STORAGE_ENDPOINT: configs['AZURE_STORAGE_ENDPOINT'] || endpoint,
      AZURE_STORAGE_ACCOUNT: account,
      AZURE_STORAGE_KEY: key,
    };
  },
  ready,
};

/** An account without an endpoint is one in Azure, but for the emulator's own. */
function target(configs: ConfigValues): Target {
  const { AZURE_STORAGE_ENDPOINT: endpoint, AZURE_STORAGE_ACCOUNT: account } = configs;
  const elsewhere = () =>
    orWrong(() => {
      accountOf(configs);
      return { kind: 'elsewhere' };
    });
  if (!endpoint) return !account || account === wellKnown.account ? { kind: 'none' } : elsewhere();
  const url = URL.parse(endpoint);
  if (!url || !/^https?:$/.test(url.protocol) || !isLocal(hostOf(url))) return elsewhere();
  const tls = url.protocol === 'https:';
  const address = { host: hostOf(url), port: url.port === '' ? (tls ? 443 : 80) : Number(url.port) };
  return { kind: 'local', address, tls };
}

function flags(address: Address, dataDir: string): readonly string[] {
  return [
    ...['--blobHost', address.host, '--blobPort', String(address.port), '--location', dataDir],
    ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
  ];
}

function credentials(configs: ConfigValues): {
  environment: Readonly<Record<string, string>>;
  secrets: string[];
} {
  const { account, key } = login(configs);
  return { environment: { AZURITE_ACCOUNTS: `${account}:${key}` }, secrets: [key] };
}

/** Who the provider logs in as. An account of the user's without a key gets one that every run makes alike. */
function login(configs: ConfigValues): { account: string; key: string } {
  const account = configs['AZURE_STORAGE_ACCOUNT'] || wellKnown.account;
  const made = () => createHash('sha256').update(`azurite ${account}`).digest('base64');
  const key = configs['AZURE_STORAGE_KEY'] || (account === wellKnown.account ? wellKnown.key : made());
  return { account, key };
}

/** Any answer of Azurite to any request: without credentials it is a refusal, and says who refuses. */
function ready({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/', signal, timeout: 1000, agent: false }, (response) => {
      response.resume();
      resolve(String(response.headers.server).startsWith('Azurite'));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
