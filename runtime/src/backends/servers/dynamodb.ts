/** Amazon DynamoDB's emulators, behind keyvalue.awsdynamodb: AWS's own in a container, dynalite as a local server. */
import { request } from 'node:http';
import path from 'node:path';
import { accessOf } from '../../providers/aws/access.ts';
import { orWrong } from '../backend.ts';
import type { ConfigValues } from '../../providers/provider.ts';
import type { Address, Backend, Target } from '../backend.ts';
import { hostOf, isLocal, urlHost } from '../address.ts';

const data = '/data';

/** What an emulator takes for a login: it looks at none. */
const anybody = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };

export const backend: Backend = {
  id: 'dynamodb',
  title: 'DynamoDB',
  container: {
    image: 'amazon/dynamodb-local:3.1.0',
    port: 8000,
    data,
    launch: () => ({
      command: ['-jar', 'DynamoDBLocal.jar', '-sharedDb', '-disableTelemetry', '-dbPath', data],
      secrets: [],
    }),
  },
  local: {
    command: 'dynalite',
    // an empty LevelDB: a log, a manifest and their names
    emptyBytes: 1000,
    listening: /listening at: /,
    launch: ({ host, port }, places) => ({
      arguments: [
        ...['--host', host, '--port', String(port), '--path', path.join(places.data, 'tables')],
        // a table can be used at once
        ...['--createTableMs', '0', '--deleteTableMs', '0', '--updateTableMs', '0'],
      ],
      secrets: [],
    }),
  },
  target,
  configs: ({ host, port }, configs) => ({
    ...anybody,
    ...configs,
    AWS_ENDPOINT_URL: configs['AWS_ENDPOINT_URL'] || `http://${urlHost(host)}:${port}`,
  }),
  ready,
};

/** Keys without an endpoint are for AWS itself. */
function target(configs: ConfigValues): Target {
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = configs;
  const elsewhere = () =>
    orWrong(() => {
      accessOf('keyvalue.awsdynamodb', configs);
      return { kind: 'elsewhere' };
    });
  if (!endpoint) return id || secret ? elsewhere() : { kind: 'none' };
  const url = URL.parse(endpoint);
  if (!url || !/^https?:$/.test(url.protocol) || !isLocal(hostOf(url))) return elsewhere();
  const tls = url.protocol === 'https:';
  const address = { host: hostOf(url), port: url.port === '' ? (tls ? 443 : 80) : Number(url.port) };
  return { kind: 'local', address, tls };
}

/** Any answer in its protocol: without a signature it is a refusal, and says who refuses. */
function ready({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': 'DynamoDB_20120810.ListTables',
    };
    const asked = request(
      { host, port, method: 'POST', path: '/', headers, signal, timeout: 1000, agent: false },
      (response) => {
        response.resume();
        resolve(
          /amz-json/.test(response.headers['content-type'] ?? '') || 'x-amzn-requestid' in response.headers,
        );
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end('{}');
  });
}
