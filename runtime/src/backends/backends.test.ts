import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findResource, resources } from '@slight/slightfile/catalogue.ts';
import { backend as azurite } from './servers/azurite.ts';
import { isStarted } from './backend.ts';
import type { Target } from './backend.ts';
import { backed, loadBackend, loadBackends } from './index.ts';
import { backend as kafka } from './servers/kafka.ts';
import { backend as redis } from './servers/redis.ts';

const local = (port: number, host = '127.0.0.1', tls = false): Target => ({
  kind: 'local',
  address: { host, port },
  tls,
});
const elsewhere: Target = { kind: 'elsewhere' };
const none: Target = { kind: 'none' };

const redisTargets: readonly (readonly [string, Target])[] = [
  ['', none],
  ['redis://127.0.0.1', local(6379)],
  ['redis://127.0.0.1:6380/2', local(6380)],
  ['redis://ann:secret@localhost:6380', local(6380, 'localhost')],
  ['127.0.0.1:6380', local(6380)],
  ['localhost', local(6379, 'localhost')],
  ['redis://[::1]:6380', local(6380, '::1')],
  ['redis://127.1.2.3', local(6379, '127.1.2.3')],
  ['rediss://localhost', local(6379, 'localhost', true)],
  ['redis://10.0.0.1', elsewhere],
  ['redis://localhost.example.com', elsewhere],
  ['unix:///run/redis.sock', elsewhere],
];

for (const address of [
  'redis://',
  'redis://127.0.0.1:99999',
  'redis://localhost:notaport',
  'http://localhost',
]) {
  test(`REDIS_ADDRESS "${address}" is wrong, as the provider says`, () => {
    const target = redis.target({ REDIS_ADDRESS: address });
    assert.ok(target.kind === 'wrong');
    assert.match(target.error.message, /^REDIS_ADDRESS .* Write it as /);
  });
}

for (const [address, target] of redisTargets) {
  test(`REDIS_ADDRESS "${address}" is ${target.kind}`, () => {
    assert.deepEqual(redis.target({ REDIS_ADDRESS: address }), target);
  });
}

const azuriteTargets: readonly (readonly [Readonly<Record<string, string>>, Target])[] = [
  [{}, none],
  [{ AZURE_STORAGE_ACCOUNT: 'devstoreaccount1' }, none],
  [{ AZURE_STORAGE_ACCOUNT: 'shop', AZURE_STORAGE_KEY: 'a2V5' }, elsewhere],
  [{ AZURE_STORAGE_ENDPOINT: 'http://127.0.0.1:10000/devstoreaccount1' }, local(10_000)],
  [{ AZURE_STORAGE_ENDPOINT: 'http://localhost', AZURE_STORAGE_ACCOUNT: 'shop' }, local(80, 'localhost')],
  [{ AZURE_STORAGE_ENDPOINT: 'https://localhost:10000/shop' }, local(10_000, 'localhost', true)],
  [
    {
      AZURE_STORAGE_ENDPOINT: 'https://shop.blob.core.windows.net',
      AZURE_STORAGE_ACCOUNT: 'shop',
      AZURE_STORAGE_KEY: 'a2V5',
    },
    elsewhere,
  ],
];

for (const [configs, target] of azuriteTargets) {
  test(`${JSON.stringify(configs)} is ${target.kind}`, () =>
    assert.deepEqual(azurite.target(configs), target));
}

const kafkaTargets: readonly (readonly [Readonly<Record<string, string>>, Target])[] = [
  [{}, none],
  [{ CAK_ENDPOINT: ' ' }, none],
  [{ CAK_ENDPOINT: 'localhost:9092' }, local(9092, 'localhost')],
  [{ CAK_ENDPOINT: '[::1]:9093', CAK_SECURITY_PROTOCOL: 'SSL' }, local(9093, '::1', true)],
  [{ CAK_ENDPOINT: '127.0.0.1:9092,127.0.0.1:9093' }, elsewhere],
  [{ CAK_ENDPOINT: 'pkc-1.example:9092' }, elsewhere],
  [
    {
      CAK_ENDPOINT: '127.0.0.1:9092',
      CAK_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      CAK_SASL_USERNAME: 'ann',
      CAK_SASL_PASSWORD: 'secret',
    },
    elsewhere,
  ],
];

for (const [configs, target] of kafkaTargets) {
  test(`${JSON.stringify(configs)} is ${target.kind}`, () => assert.deepEqual(kafka.target(configs), target));
}

test('a Kafka that was brought up gets into the configs, where they name none', () => {
  const address = { host: '::1', port: 1234 };
  assert.deepEqual(kafka.configs(address, { CONSUMER_GROUP: 'g' }), {
    CONSUMER_GROUP: 'g',
    CAK_ENDPOINT: '[::1]:1234',
  });
  const own = { CAK_ENDPOINT: 'localhost:9092' };
  assert.deepEqual(kafka.configs(address, own), own);
});

test('an endpoint that is no URL is wrong, as the provider says', () => {
  const target = azurite.target({
    AZURE_STORAGE_ENDPOINT: 'shop',
    AZURE_STORAGE_ACCOUNT: 'shop',
    AZURE_STORAGE_KEY: 'a2V5',
  });
  assert.ok(target.kind === 'wrong');
  assert.match(target.error.message, /^AZURE_STORAGE_ENDPOINT is no URL\./);
});

test("a server that was brought up gets into the configs, and the slightfile's own stay", () => {
  const address = { host: '127.0.0.1', port: 1234 };
  assert.deepEqual(redis.configs(address, {}), { REDIS_ADDRESS: 'redis://127.0.0.1:1234' });
  const own = { REDIS_ADDRESS: 'redis://:secret@localhost:1234/3' };
  assert.deepEqual(redis.configs(address, own), own);
  const { AZURE_STORAGE_KEY: key, ...rest } = azurite.configs(address, { AZURE_STORAGE_ACCOUNT: 'ann' });
  assert.deepEqual(rest, {
    AZURE_STORAGE_ACCOUNT: 'ann',
    AZURE_STORAGE_ENDPOINT: 'http://127.0.0.1:1234/ann',
  });
  assert.equal(Buffer.from(key ?? '', 'base64').length, 32);
});

test('no text in an address can become a line of its own in the configuration of Redis', () => {
  const configs = { REDIS_ADDRESS: 'redis://a%0Aport%201:b%0Adir%20x@127.0.0.1' };
  const places = { data: '/da"ta', settings: '/settings' };
  const { files = {} } = redis.local?.launch({ host: '127.0.0.1', port: 6379 }, places, configs) ?? {};
  assert.deepEqual(
    files['redis.conf']?.split('\n').map((line) => line.split(' ')[0]),
    ['bind', 'port', 'dir', 'appendonly', 'save', 'protected-mode', 'daemonize', 'hz', 'user', 'user', ''],
  );
});

test('a backend is there for each resource that is served with one, and none but for a resource', async () => {
  const files = readdirSync(path.join(import.meta.dirname, 'servers')).map((file) => path.parse(file).name);
  for (const id of files) {
    const loaded = await loadBackend(id);
    assert.equal(loaded.id, id);
    const naming = resources.filter(({ backend }) => backend === id);
    assert.ok(naming.length > 0, `no resource names the backend ${id}`);
    for (const { unstarted = false } of naming) assert.equal(isStarted(loaded), !unstarted, id);
  }
  for (const { id, backend = '' } of backed) assert.ok(files.includes(backend), `${id} names ${backend}`);
  assert.deepEqual(
    new Set((await loadBackends()).map(({ id }) => id)),
    new Set(backed.map(({ backend }) => backend)),
  );
});

test('what stands in needs no server, and is of the same capability', () => {
  for (const { id, capability, standIn = '' } of backed) {
    const found = findResource(standIn);
    assert.ok(found, `${id} names "${standIn}"`);
    assert.deepEqual([found.status, found.backend, found.capability], ['served', undefined, capability]);
  }
});

test('a name that is no backend finds none, wherever it points', async () => {
  for (const id of ['', 'nothing', '../ladder', 'redis.ts', '../servers/redis', 'Redis', 'constructor'])
    await assert.rejects(loadBackend(id), /there is no backend/, id);
});
