/** keyvalue.awsdynamodb beyond the contract: its table, what slight left in one, its failures and its configs. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { accessOf } from '@slight/runtime/providers/aws/access.ts';
import { openDynamoDb } from '@slight/runtime/providers/keyvalue/awsdynamodb.ts';
import { keyvalueFaultContract } from './keyvalue-faults.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';
import { dynaliteConfigs as configs, startDynalite } from './servers.ts';
import type { TestServer } from './servers.ts';

const context = { signal: new AbortController().signal };

let server: TestServer;
let client: DynamoDBClient;
before(async () => {
  server = await startDynalite();
  client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: configs(server).AWS_ENDPOINT_URL,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});
after(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

const open = (name: string) => openDynamoDb(name, configs(server), context);

keyvalueFaultContract('keyvalue.awsdynamodb', {
  start: startDynalite,
  configs,
  open: (name, given) => openDynamoDb(name, given, context, 2000),
  anyLogin: true,
});

describe('keyvalue.awsdynamodb', () => {
  test('a key is an item of a table of the name of the store', async () => {
    await using bucket = await open('orders');
    await bucket.set('2024/07/42', bytes('paid'));
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: 'orders', Key: { key: { S: '2024/07/42' } } }),
    );
    assert.deepEqual(Buffer.from(item?.['value']?.B ?? []).toString(), 'paid');
  });

  test('what slight stored, which was a string, is read, counted and swapped', async () => {
    await using bucket = await open('slight');
    const put = (key: string, value: string) =>
      client.send(
        new PutItemCommand({ TableName: 'slight', Item: { key: { S: key }, value: { S: value } } }),
      );
    await put('name', 'ann');
    await put('count', '41');
    assertValue(await bucket.get('name'), bytes('ann'));
    assert.equal(await bucket.increment('count', 1n), 42n);
    assert.equal(await bucket.swap('name', bytes('ann'), bytes('ben')), true);
    assertValue(await bucket.get('name'), bytes('ben'));
  });

  test('a listing goes on over the pages that DynamoDB makes, of 1 MB each', async () => {
    await using bucket = await open('pages');
    const keys = Array.from({ length: 12 }, (_, index) => `key ${10 + index}`);
    for (const key of keys) await bucket.set(key, new Uint8Array(300_000));
    assert.deepEqual(await keysOf(bucket), keys);
  });

  test('a table that is deleted during the run is made again', async () => {
    await using bucket = await open('deleted');
    await bucket.set('key', bytes('value'));
    await client.send(new DeleteTableCommand({ TableName: 'deleted' }));
    assert.equal(await bucket.get('key'), undefined);
    await bucket.set('key', bytes('again'));
    assertValue(await bucket.get('key'), bytes('again'));
  });

  test('a table of somebody else is left alone', async () => {
    await client.send(
      new CreateTableCommand({
        TableName: 'others',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const error = await rejectsWith('unexpected-error', open('others'));
    assert.match(error.message, /has another key than the attribute "key" alone/);
  });

  test('a name that no table can have, and a key that is too long, are refused', async () => {
    for (const name of ['ab', 'a/b', 'ä b c', '', 'x'.repeat(256)])
      await rejectsWith('invalid-key', open(name));
    await using bucket = await open('long');
    const error = await rejectsWith('invalid-key', bucket.set('k'.repeat(2049), bytes('value')));
    assert.match(error.message, /it has at most 2,048 bytes/);
  });
});

test('a refused login is an authentication-error, and a busy server a connection-error', async () => {
  for (const [status, name, errorCase] of [
    [400, 'UnrecognizedClientException', 'authentication-error'],
    [400, 'AccessDeniedException', 'authentication-error'],
    [403, 'InvalidSignatureException', 'authentication-error'],
    [400, 'ProvisionedThroughputExceededException', 'connection-error'],
    [500, 'InternalServerError', 'io-error'],
  ] as const) {
    await using refusing = await listen(
      http.createServer((_request, response) => {
        response
          .writeHead(status, { 'Content-Type': 'application/x-amz-json-1.0' })
          .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'No.' }));
      }),
    );
    const error = await rejectsWith(errorCase, openDynamoDb('orders', configs(refusing), context));
    assert.match(error.message, new RegExp(name));
    assert.ok(!error.message.includes('a secret of anybody'), error.message);
  }
});

test('configs that are written wrong are told by what is wrong, and no secret is repeated', () => {
  const right = { AWS_ACCESS_KEY_ID: 'me', AWS_SECRET_ACCESS_KEY: 'hunter2', AWS_REGION: 'eu-central-1' };
  const wrong = [
    [{ AWS_ACCESS_KEY_ID: '' }, /keyvalue\.awsdynamodb needs AWS_ACCESS_KEY_ID/],
    [{ AWS_SECRET_ACCESS_KEY: '"hunter2"' }, /AWS_SECRET_ACCESS_KEY has quotes around it/],
    [{ AWS_REGION: '' }, /needs AWS_REGION/],
    [{ AWS_REGION: 'evil.example/' }, /AWS_REGION is no region/],
    [{ AWS_ENDPOINT_URL: '127.0.0.1:4566' }, /AWS_ENDPOINT_URL is no URL/],
    [{ AWS_ENDPOINT_URL: 'http://me:hunter2@127.0.0.1:4566' }, /holds more than the place/],
  ] as const;
  for (const [given, sentence] of wrong) {
    assert.throws(
      () => accessOf('keyvalue.awsdynamodb', { ...right, ...given }),
      (error: Error) => sentence.test(error.message) && !error.message.includes('hunter'),
      JSON.stringify(given),
    );
  }
  const local = { ...right, AWS_REGION: '', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/' };
  assert.deepEqual(accessOf('keyvalue.awsdynamodb', local), {
    accessKeyId: 'me',
    secretAccessKey: 'hunter2',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
  });
});
