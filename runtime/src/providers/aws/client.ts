/** What every client of AWS's is made with: who asks, where, by which way, and how long it is waited for. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { proxyOf } from '../../network.ts';
import type { AwsAccess } from './access.ts';

/** Milliseconds in which a connection is there, or is not. */
const connectionTimeout = 3000;

/** Where a client's requests go, for messages. */
export interface AwsPlace {
  /** `DynamoDB at http://127.0.0.1:4567`, `DynamoDB in eu-central-1`. */
  readonly server: string;
  /** What they go through, `proxy.example:3128`. */
  readonly proxy?: string;
}

/**
 * The options of an AWS client, and where it then sends its requests.
 * @param title of the API, for people: `DynamoDB`
 * @param host of the API where no endpoint is given: `dynamodb.eu-central-1.amazonaws.com`
 * @throws CapabilityError where a proxy is wanted that cannot be used
 */
export function clientOptions(access: AwsAccess, title: string, host: string) {
  const { accessKeyId, secretAccessKey, region, endpoint } = access;
  const proxy = proxyOf(new URL(endpoint ?? `https://${host}`));
  const agent = {
    keepAlive: true,
    maxSockets: 50,
    // what the variables say is read by proxyOf, which knows what is on this machine
    ...(proxy && { proxyEnv: { HTTP_PROXY: proxy.href, HTTPS_PROXY: proxy.href } }),
  };
  const options = {
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint !== undefined && { endpoint }),
    // a server that restarts is waited for; one that is away is told of within a second
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
    },
  };
  const server = endpoint === undefined ? `${title} in ${region}` : `${title} at ${endpoint}`;
  return { options, place: { server, ...(proxy && { proxy: proxy.host }) } satisfies AwsPlace };
}
