/** What configs.azapp does beyond its contract: labels, pages, references to Key Vault, and where its server fails. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { openAppConfiguration } from '@slight/runtime/providers/configs/azapp.ts';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import { accessKey, startAppConfiguration } from './app-configuration.ts';
import { contextOf } from './context.ts';
import { bytes } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';

const deadline = 1_000;
const text = (value: Uint8Array | undefined) => value && Buffer.from(value).toString();
const open = (configs: Readonly<Record<string, string>>, signal?: AbortSignal) =>
  openAppConfiguration('configs', configs, contextOf(signal ? { signal } : {}), deadline);

/** Asserts the case, and that neither the access key's secret nor its id nor a value is told. */
async function failsWith(errorCase: string, call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof CapabilityError, String(error));
    assert.equal(error.case, errorCase, error.message);
    assert.ok(
      ![accessKey.secret, accessKey.id, 'hunter2'].some((one) => error.message.includes(one)),
      error.message,
    );
    assert.equal(error.cause, undefined);
    return error.message;
  }
  assert.fail(`no ${errorCase}`);
}

test('a label has key-values of its own, and pages are read to their end', async () => {
  const settings = Array.from({ length: 7 }, (_, index) => ({ key: `key ${index}`, value: `${index}` }));
  const label = 'pro,d*';
  await using server = await startAppConfiguration([
    ...settings,
    ...settings.map((one) => ({ ...one, label, value: `${one.value} there` })),
  ]);
  await using plain = await open(server.configs());
  await using labelled = await open({ ...server.configs(), AZAPPCONFIG_LABEL: label });
  assert.equal(text(await plain.get('key 3')), '3');
  assert.equal(text(await labelled.get('key 3')), '3 there');
  assert.deepEqual(
    (await plain.all()).map(([, value]) => text(value)),
    ['0', '1', '2', '3', '4', '5', '6'],
  );
  assert.deepEqual((await labelled.all()).map(([key]) => key).length, 7);
  assert.equal(text((await labelled.all())[6]?.[1]), '6 there');
  await labelled.set('new', bytes('value'));
  assert.equal(await plain.get('new'), undefined);
  assert.equal(text(await labelled.get('new')), 'value');
});

test('a reference to Key Vault is told as one', async () => {
  await using server = await startAppConfiguration([
    {
      key: 'password',
      value: '{"uri":"https://vault.example/secrets/hunter2"}',
      content_type: 'application/vnd.microsoft.appconfig.keyvaultref+json;charset=utf-8',
    },
  ]);
  await using configs = await open(server.configs());
  const message = await failsWith('invalid-value', configs.get('password'));
  assert.match(message, /"password" is in Azure Key Vault.* slight secret -k password$/);
  await failsWith('invalid-value', configs.all());
});

test('what the store refuses is told, and the next call works', async () => {
  await using server = await startAppConfiguration([
    { key: 'key', value: 'hunter2' },
    { key: 'locked', value: 'hunter2', locked: true },
  ]);
  const wrong = Buffer.from('another secret').toString('base64');
  await using stranger = await open(server.configs(wrong));
  assert.match(await failsWith('permission-denied', stranger.get('key')), /AZAPPCONFIG_KEYSECRET/);
  await using configs = await open(server.configs());
  await failsWith('permission-denied', configs.set('locked', bytes('hunter2')));
  await failsWith('invalid-value', configs.set('key', Uint8Array.of(255)));
  for (const [status, errorCase] of [
    [403, 'permission-denied'],
    [413, 'invalid-value'],
    [400, 'invalid-value'],
  ] as const) {
    server.state.next = status;
    await failsWith(errorCase, configs.set('key', bytes('x'.repeat(20_000))));
  }
  assert.equal(text(await configs.get('key')), 'hunter2');
});

test('one that fails for a moment is asked again', async () => {
  await using server = await startAppConfiguration([{ key: 'key', value: 'value' }]);
  await using configs = await open(server.configs());
  server.state.next = 503;
  assert.equal(text(await configs.get('key')), 'value');
  assert.equal(server.state.requests, 2);
});

test('a server that is away, says nothing, or is another one is an io-error within the deadline', async () => {
  const asked = performance.now();
  const gone = await startAppConfiguration();
  await gone[Symbol.asyncDispose]();
  await using away = await open(gone.configs());
  assert.match(await failsWith('io-error', away.get('key')), /nothing listens there/);
  await using silent = await listen(net.createServer(() => undefined));
  await using configs = await open({
    ...gone.configs(),
    AZAPPCONFIG_ENDPOINT: `http://127.0.0.1:${silent.port}`,
  });
  assert.match(await failsWith('io-error', configs.get('key')), /has not answered for 1 s/);
  await using torn = await listen(net.createServer((socket) => socket.end('+OK\r\n')));
  await using other = await open({
    ...gone.configs(),
    AZAPPCONFIG_ENDPOINT: `http://127.0.0.1:${torn.port}`,
  });
  await failsWith('io-error', other.all());
  assert.ok(performance.now() - asked < 10_000);
});

test('a call ends with its run', async () => {
  await using silent = await listen(net.createServer(() => undefined));
  await using server = await startAppConfiguration();
  const run = new AbortController();
  const endpoint = { AZAPPCONFIG_ENDPOINT: `http://127.0.0.1:${silent.port}` };
  await using configs = await open({ ...server.configs(), ...endpoint }, run.signal);
  const call = failsWith('io-error', configs.get('key'));
  run.abort();
  assert.equal(await call, 'The run has ended.');
});

test('what the environment has wrong is told', async () => {
  await using server = await startAppConfiguration();
  for (const [key, value] of [
    ['AZAPPCONFIG_ENDPOINT', 'my-store'],
    ['AZAPPCONFIG_ENDPOINT', 'ftp://hunter2'],
    ['AZAPPCONFIG_KEYID', ''],
    ['AZAPPCONFIG_KEYSECRET', 'hunter2; and more'],
  ] as const)
    assert.match(
      await failsWith('unexpected-error', open({ ...server.configs(), [key]: value })),
      new RegExp(key),
    );
});
