/** keyvalue.azblob on the way to its server: IPv6, versions of the API, and configs that are written wrong. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import { describe, test } from 'node:test';
import { openAzureBlob } from '@slight/runtime/providers/keyvalue/azblob.ts';
import { accountOf } from '@slight/runtime/providers/azure/account.ts';
import { assertValue, bytes, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';
import { azuriteAccount, startAzurite } from './servers.ts';

const context = { signal: new AbortController().signal };
const configsFor = (endpoint: string) => ({
  AZURE_STORAGE_ACCOUNT: azuriteAccount.name,
  AZURE_STORAGE_KEY: azuriteAccount.key,
  AZURE_STORAGE_ENDPOINT: endpoint,
});
const open = (endpoint: string) => openAzureBlob('orders', configsFor(endpoint), context);

describe('keyvalue.azblob reaches its server', () => {
  const ipv6 = Object.values(os.networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  );
  test('by IPv6, an Azurite that was started plainly', { skip: !ipv6 }, async () => {
    await using server = await startAzurite({ host: '::1', plain: true });
    await using bucket = await open(`http://[::1]:${server.port}/${azuriteAccount.name}`);
    await bucket.set('a/b', bytes('value'));
    assertValue(await bucket.get('a/b'), bytes('value'));
    assert.deepEqual(await keysOf(bucket), ['a/b']);
  });

  test('and names the remedy where an emulator does not know the version of the API', async () => {
    await using old = await listen(
      http.createServer((_request, response) => {
        response
          .writeHead(400, { 'Content-Type': 'application/xml' })
          .end('<?xml version="1.0"?><Error><Code>InvalidHeaderValue</Code><Message>No.</Message></Error>');
      }),
    );
    const error = await rejectsWith('unexpected-error', open(`http://127.0.0.1:${old.port}`));
    assert.match(error.message, /where it is Azurite, start it with --skipApiVersionCheck/);
  });

  test('and says where it has no TLS', async () => {
    await using plain = await listen(http.createServer());
    const error = await rejectsWith('connection-error', open(`https://127.0.0.1:${plain.port}`));
    assert.match(error.message, /does not answer in TLS; where it has none, write http:\/\//);
  });

  test('and waits no longer than it may, nor than the run', async () => {
    await using mute = await listen(net.createServer());
    const configs = configsFor(`http://127.0.0.1:${mute.port}`);
    await rejectsWith('timeout-error', openAzureBlob('orders', configs, context, 300));
    const run = new AbortController();
    const opening = openAzureBlob('orders', configs, { signal: run.signal });
    await once(mute.server, 'connection');
    run.abort();
    assert.match((await rejectsWith('connection-error', opening)).message, /The run has ended/);
    const late = openAzureBlob('orders', configs, { signal: run.signal });
    assert.match((await rejectsWith('connection-error', late)).message, /The run has ended/);
  });
});

test('configs that are written wrong are told by what is wrong, and no secret is repeated', () => {
  const right = { AZURE_STORAGE_ACCOUNT: 'me', AZURE_STORAGE_KEY: 'a2V5' };
  const wrong = [
    [{ AZURE_STORAGE_KEY: 'hunter2!' }, /AZURE_STORAGE_KEY is no key of an account, which is base64/],
    [{ AZURE_STORAGE_KEY: 'AccountName=me;AccountKey=hunter2=' }, /not a connection string or a SAS/],
    [{ AZURE_STORAGE_KEY: '"hunter2="' }, /AZURE_STORAGE_KEY has quotes around it/],
    [{ AZURE_STORAGE_ACCOUNT: "'me'" }, /AZURE_STORAGE_ACCOUNT has quotes around it/],
    [{ AZURE_STORAGE_ACCOUNT: 'evil.example/' }, /is no name of an account: those are small letters/],
    [{ AZURE_STORAGE_ENDPOINT: '"http://127.0.0.1:10000"' }, /AZURE_STORAGE_ENDPOINT has quotes around it/],
    [{ AZURE_STORAGE_ENDPOINT: '127.0.0.1:10000' }, /AZURE_STORAGE_ENDPOINT is no URL/],
    [{ AZURE_STORAGE_ENDPOINT: 'https://me.blob.core.windows.net/?sig=hunter2' }, /such as a SAS or a login/],
    [{ AZURE_STORAGE_ENDPOINT: 'https://me:hunter2@me.blob.core.windows.net' }, /such as a SAS or a login/],
    [{ AZURE_STORAGE_ENDPOINT: 'https://me:hunter/2@me.blob.core.windows.net' }, /write it as %2F/],
    [
      { AZURE_STORAGE_ENDPOINT: 'https://you.blob.core.windows.net' },
      /the place of another account than "me"/,
    ],
    [{ AZURE_STORAGE_ENDPOINT: 'https://me.blob.core.windows.net/orders' }, /goes on behind its host/],
  ] as const;
  for (const [configs, sentence] of wrong) {
    assert.throws(
      () => accountOf({ ...right, ...configs }),
      (error: Error) => sentence.test(error.message) && !error.message.includes('hunter'),
      JSON.stringify(configs),
    );
  }
  assert.equal(accountOf({ AZURE_STORAGE_ACCOUNT: ' me\n', AZURE_STORAGE_KEY: 'a2V5\r\n' }).key, 'a2V5');
});

test('an emulator is told by its place, or by its account', () => {
  const emulated = (endpoint: string, name = 'me') =>
    accountOf({ AZURE_STORAGE_ACCOUNT: name, AZURE_STORAGE_KEY: 'a2V5', AZURE_STORAGE_ENDPOINT: endpoint })
      .emulated;
  assert.equal(emulated('http://LOCALHOST:10000/me'), true);
  assert.equal(emulated('http://[::1]:10000/me'), true);
  assert.equal(emulated('http://azurite:10000', azuriteAccount.name), true);
  assert.equal(emulated('http://azurite:10000'), false);
  assert.equal(emulated('https://me.blob.core.windows.net'), false);
});
