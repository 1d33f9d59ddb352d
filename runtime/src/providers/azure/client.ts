/** Azure's client for one account: what it sends, and by which way. */
import { isIP } from 'node:net';
import type { BlobServiceClient, RequestPolicyFactory } from '@azure/storage-blob';
import { hostOf, proxyOf } from '../../network.ts';
import type { Account } from './account.ts';

/** Older than any emulator that people still have, and all that is asked of it is in this version. */
const emulatedVersion = '2021-12-02';

export interface Client {
  readonly service: BlobServiceClient;
  /** The proxy that requests go through, `proxy.example:3128`. */
  readonly proxy?: string;
}

/** @throws CapabilityError where a proxy is wanted that cannot be used */
export async function clientOf(account: Account): Promise<Client> {
  const { BlobServiceClient, StorageSharedKeyCredential, newPipeline } = await import('./library.ts');
  const url = new URL(account.endpoint);
  const proxy = proxyOf(url);
  const pipeline = newPipeline(new StorageSharedKeyCredential(account.name, account.key), {
    // A server that restarts is waited for; one that is away is told of within a second.
    retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 400 },
    ...(proxy && { proxyOptions: proxyOptionsOf(proxy) }),
  });
  if (account.emulated) pipeline.factories.push(versioned);
  if (isIP(hostOf(url)) === 6) pipeline.factories.push(unbracketed(hostOf(url)));
  const service = withoutProxyVariables(() => new BlobServiceClient(account.endpoint, pipeline));
  return { service, ...(proxy && { proxy: proxy.host }) };
}

/** A proxy as all of Azure's clients are told of one. */
export function proxyOptionsOf({ protocol, hostname, port, username, password }: URL): ProxyOptions {
  return {
    host: `${protocol}//${hostname}`,
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    ...(username !== '' && { username, password }),
  };
}

interface ProxyOptions {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
}

/** Emulators refuse a version of the API that is newer than they are; it is set before the request is signed. */
const versioned: RequestPolicyFactory = {
  create: (next) => ({
    sendRequest(request) {
      request.headers.set('x-ms-version', emulatedVersion);
      return next.sendRequest(request);
    },
  }),
};

/** The client looks `[::1]` up as a name, with its brackets. */
function unbracketed(hostname: string): RequestPolicyFactory {
  return {
    create: (next) => ({
      sendRequest(request) {
        request.requestOverrides = { ...request.requestOverrides, hostname };
        return next.sendRequest(request);
      },
    }),
  };
}

/**
 * Makes a client that does not read the variables itself: it would send requests to this machine to the proxy too, and
 * a variable that is no URL would end it. It reads them while it is made, and nothing else runs in that time.
 */
export function withoutProxyVariables<T>(make: () => T): T {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const before = names.flatMap((name) => (name in process.env ? [[name, process.env[name]] as const] : []));
  for (const [name] of before) Reflect.deleteProperty(process.env, name);
  try {
    return make();
  } finally {
    for (const [name, value] of before) process.env[name] = value;
  }
}
