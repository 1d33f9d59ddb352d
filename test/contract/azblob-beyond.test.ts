import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openAzureBlob } from '@slight/runtime/providers/keyvalue/azblob.ts';
import { accountOf } from '@slight/runtime/providers/azure/account.ts';
import { clientOf } from '@slight/runtime/providers/azure/client.ts';
import { blobNames, encodeBlobName } from '@slight/runtime/providers/azure/blob-name.ts';
import { keyvalueFaultContract } from './keyvalue-faults.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { difficultKeys } from './difficult-keys.ts';
import { azuriteConfigs as configs, startAzurite } from './servers.ts';
import type { TestServer } from './servers.ts';

const words = { named: 'key', nameCase: 'invalid-key', sizeCase: 'invalid-value' };
const context = { signal: new AbortController().signal };

let server: TestServer;
// as people start it: it refuses a version of the API that is newer than it is
before(async () => (server = await startAzurite({ plain: true })));
after(() => server[Symbol.asyncDispose]());

const open = (name: string) => openAzureBlob(name, configs(server), context);

keyvalueFaultContract('keyvalue.azblob', {
  start: startAzurite,
  configs,
  open: (name, given) => openAzureBlob(name, given, context, 2000),
});

describe('keyvalue.azblob', () => {
  test('the key is the name of the blob, in a container of the name of the store', async () => {
    await using bucket = await open('orders');
    const { service } = await clientOf(accountOf(configs(server)));
    const container = service.getContainerClient('orders');
    await bucket.set('2024/07/42', bytes('paid'));
    assert.equal((await container.getBlobClient('2024/07/42').downloadToBuffer()).toString(), 'paid');
    await container.getBlockBlobClient('by others').upload('open', 4);
    assertValue(await bucket.get('by others'), bytes('open'));
    assert.deepEqual(await keysOf(bucket), ['2024/07/42', 'by others']);
  });

  test('a container that is deleted during the run is made again', async () => {
    await using bucket = await open('deleted');
    const { service } = await clientOf(accountOf(configs(server)));
    await bucket.set('key', bytes('value'));
    await service.deleteContainer('deleted');
    assert.equal(await bucket.get('key'), undefined);
    await service.deleteContainer('deleted');
    assert.deepEqual(await keysOf(bucket), []);
    await service.deleteContainer('deleted');
    await bucket.set('key', bytes('again'));
    assertValue(await bucket.get('key'), bytes('again'));
  });

  test('a name that no container can have is refused before anything is asked of Azure', async () => {
    for (const name of ['My_Orders', 'ab', 'a--b', '-ab', 'ab-', 'x'.repeat(64), '*', '']) {
      const error = await rejectsWith('invalid-key', openAzureBlob(name, configs(server), context));
      assert.match(error.message, /cannot name an Azure container\. Choose 3 to 63/);
    }
  });

  test('an account that is not there is an authentication-error', async () => {
    const opening = openAzureBlob('store', { ...configs(server), AZURE_STORAGE_ACCOUNT: 'nobody' }, context);
    assert.match((await rejectsWith('authentication-error', opening)).message, /check AZURE_STORAGE_ACCOUNT/);
  });

  test('ordinary keys are the names of their blobs, others come back from them', () => {
    for (const key of ['a', 'a/b', 'a.b', '100%', 'käse', '😀', 'a b', 'a:b?c#d&e', '__proto__']) {
      assert.equal(blobNames.encode(key), key);
    }
    assert.equal(blobNames.encode('../a\0'), '=.=2e/a=00');
    assert.equal(blobNames.encode('=a'), '==3da');
    for (const key of difficultKeys) assert.equal(blobNames.decode(blobNames.encode(key)), key);
    for (const foreign of ['=', '=a=2', '=plain', '=a=2E', 'a//b'])
      assert.equal(blobNames.decode(foreign), undefined);
    assert.throws(() => encodeBlobName('x'.repeat(1025), words), { case: 'invalid-key' });
    assert.throws(() => encodeBlobName('a/'.repeat(254) + 'a', words), { case: 'invalid-key' });
  });

  test('the endpoint is read as Azure and as emulators have it', () => {
    const endpointOf = (endpoint?: string) =>
      accountOf({
        AZURE_STORAGE_ACCOUNT: 'me',
        AZURE_STORAGE_KEY: 'a2V5',
        ...(endpoint !== undefined && { AZURE_STORAGE_ENDPOINT: endpoint }),
      }).endpoint;
    assert.equal(endpointOf(), 'https://me.blob.core.windows.net');
    assert.equal(
      endpointOf('https://me.blob.core.usgovcloudapi.net/'),
      'https://me.blob.core.usgovcloudapi.net',
    );
    assert.equal(endpointOf('http://127.0.0.1:10000'), 'http://127.0.0.1:10000/me');
    assert.equal(endpointOf('http://127.0.0.1:10000/me/'), 'http://127.0.0.1:10000/me');
    assert.throws(() => endpointOf('127.0.0.1:10000'), /AZURE_STORAGE_ENDPOINT is no URL/);
    assert.throws(() => accountOf({ AZURE_STORAGE_ACCOUNT: 'me' }), /needs AZURE_STORAGE_KEY/);
  });
});
