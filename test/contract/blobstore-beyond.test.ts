/** What of blobstore's providers the contract does not say: faults of their servers, and what they leave there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { S3Client } from '@aws-sdk/client-s3';
import { openS3 } from '@slight/runtime/providers/blobstore/aws_s3.ts';
import { openAzureContainer } from '@slight/runtime/providers/blobstore/azblob.ts';
import { partSize } from '@slight/runtime/providers/blobstore/parts.ts';
import { namesOf, put, readAll } from './blobstore-asserts.ts';
import { blobstoreFaultContract } from './blobstore-faults.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';
import { azuriteConfigs, dynaliteConfigs as awsConfigs, startAzurite, startFauxqs } from './servers.ts';
import type { TestServer } from './servers.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-blobs-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const context = { signal: new AbortController().signal, folder };

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
  /** Of an object that goes in more parts than are sent at once, so that some have arrived when it is written. */
  const many = 6 * partSize(0);
  /** How many the server has under way: it keeps them in SQLite, and lists none by S3's own call. */
  const uploads = (bucket: string): number => {
    using database = new DatabaseSync(path.join(server.folder, 'fauxqs.db'), { readOnly: true });
    const found = database
      .prepare('SELECT count(*) AS n FROM s3_multipart_uploads WHERE bucket = ?')
      .get(bucket);
    return Number(found?.['n']);
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
    const opening = openS3('store', awsConfigs(mute), { ...context, signal: run.signal });
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
    await using looking = await open('parts');
    {
      await using container = await open('parts');
      {
        await using writer = await container.write('given up');
        await writer.write(Buffer.alloc(many));
        assert.equal(uploads('parts'), 1);
        await put(looking, 'small', 'value');
      }
      assert.equal(uploads('parts'), 0, 'given up');
      // nobody disposes of this one
      const left = await container.write('left');
      await left.write(Buffer.alloc(many));
      assert.equal(uploads('parts'), 1);
    }
    assert.equal(uploads('parts'), 0, 'closed');
    assert.deepEqual(await namesOf(looking), ['small']);
  });

  test('the parts that a killed run has sent are taken away by the next, and those of one that runs are not', async () => {
    const at = path.join(folder, 'killed');
    const openAt = () => openS3('killed', awsConfigs(server), { ...context, folder: at });
    await using running = await openAt();
    await put(running, 'small', 'value');
    assert.ok(!existsSync(at), 'nothing is noted where nothing is sent in parts');
    await using writer = await running.write('of one that runs');
    await writer.write(Buffer.alloc(many));
    const script = path.join(import.meta.dirname, 'blobstore-writer.ts');
    const killed = spawn(process.execPath, [script, String(server.port), 'killed', at, String(many)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    assert.equal(uploads('killed'), 2);
    await (await openAt())[Symbol.asyncDispose]();
    assert.equal(uploads('killed'), 1);
    await writer.finish();
    assert.equal(uploads('killed'), 0);
    assert.deepEqual(await namesOf(running), ['of one that runs', 'small']);
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
