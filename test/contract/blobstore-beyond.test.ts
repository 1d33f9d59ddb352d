/** What of blobstore's providers the contract does not say: faults of their servers, and what they leave there. */
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { openS3 } from '@slight/runtime/providers/blobstore/aws_s3.ts';
import { openAzureContainer } from '@slight/runtime/providers/blobstore/azblob.ts';
import { partSize } from '@slight/runtime/providers/blobstore/parts.ts';
import { namesOf, put, readAll } from './blobstore-asserts.ts';
import { blobstoreFaultContract } from './blobstore-faults.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';
import { azuriteConfigs, dynaliteConfigs as awsConfigs, startAzurite, startFauxqs } from './servers.ts';
import type { TestServer } from './servers.ts';

const context = { signal: new AbortController().signal };

blobstoreFaultContract('blobstore.azblob', {
  start: startAzurite,
  open: (server, name, deadline, key) =>
    openAzureContainer(name, azuriteConfigs(server, key), context, deadline),
});

blobstoreFaultContract('blobstore.aws_s3', {
  start: startFauxqs,
  open: (server, name, deadline) => openS3(name, awsConfigs(server), context, deadline),
  anyLogin: true,
});

describe('blobstore.aws_s3', () => {
  let server: TestServer;
  before(async () => (server = await startFauxqs()));
  after(() => server[Symbol.asyncDispose]());

  const open = (name: string) => openS3(name, awsConfigs(server), context);
  const client = () =>
    new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${server.port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
  const uploads = async (bucket: string) => {
    using s3 = {
      client: client(),
      [Symbol.dispose]() {
        this.client.destroy();
      },
    };
    const { Uploads: all = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    return all.length;
  };

  test('a refused login is an authentication-error, without the key and what was signed', async () => {
    const secret = 'not to be seen';
    await using refusing = await listen(
      http.createServer((request, response) => {
        request.resume();
        response
          .writeHead(403, { 'Content-Type': 'application/xml' })
          .end(
            `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>${secret}</Message></Error>`,
          );
      }),
    );
    const configs = { ...awsConfigs(refusing), AWS_SECRET_ACCESS_KEY: secret };
    const error = await rejectsWith('authentication-error', openS3('store', configs, context));
    assert.ok(!error.message.includes(secret) && error.cause === undefined, error.message);
  });

  test('a connection that nobody answers is left in time, and at the end of the run', async () => {
    await using mute = await listen(net.createServer());
    await rejectsWith('timeout-error', openS3('store', awsConfigs(mute), context, 300));
    const run = new AbortController();
    const opening = openS3('store', awsConfigs(mute), { signal: run.signal });
    setImmediate(() => run.abort());
    assert.match((await rejectsWith('connection-error', opening)).message, /The run has ended/);
  });

  test('a name that no bucket can have is refused before anything is asked', async () => {
    for (const name of ['My_Photos', 'ab', '-ab', 'ab-', 'a.b', 'x'.repeat(64), '*', '']) {
      const error = await rejectsWith('invalid-name', open(name));
      assert.match(error.message, /cannot name a bucket of S3\. Choose 3 to 63/);
    }
  });

  test('the parts of an object that is given up are taken away, also when the container is closed', async () => {
    const size = 2 * partSize(0) + 1;
    await using looking = await open('parts');
    {
      await using container = await open('parts');
      {
        await using writer = await container.write('given up');
        await writer.write(Buffer.alloc(size));
        await put(looking, 'small', 'value');
      }
      assert.equal(await uploads('parts'), 0, 'given up');
      // nobody disposes of this one
      const left = await container.write('left');
      await left.write(Buffer.alloc(size));
    }
    assert.equal(await uploads('parts'), 0, 'closed');
    assert.deepEqual(await namesOf(looking), ['small']);
  });

  test('a bucket that is deleted during the run is made again', async () => {
    await using container = await open('deleted');
    const { DeleteBucketCommand } = await import('@aws-sdk/client-s3');
    const remove = async () => {
      const s3 = client();
      await s3.send(new DeleteBucketCommand({ Bucket: 'deleted' }));
      s3.destroy();
    };
    await remove();
    assert.deepEqual(await namesOf(container), []);
    await remove();
    await put(container, 'object', 'again');
    assertValue(await readAll(container, 'object'), bytes('again'));
  });
});
