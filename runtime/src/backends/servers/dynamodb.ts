/** Amazon DynamoDB's emulators, behind keyvalue.awsdynamodb: AWS's own in a container, dynalite as a local server. */
import { request } from 'node:http';
import path from 'node:path';
import { awsConfigs, awsTarget } from '../aws-target.ts';
import type { Address, Backend } from '../backend.ts';

const data = '/data';

export const backend: Backend = {
  id: 'dynamodb',
  title: 'DynamoDB',
  container: {
    image: 'amazon/dynamodb-local:3.1.0',
    port: 8000,
    data,
    // the image's own user could not write the first table, and whoever asks for it would wait for ever
    user: '0',
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
  target: (configs) => awsTarget('keyvalue.awsdynamodb', configs),
  configs: awsConfigs,
  ready,
};

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
