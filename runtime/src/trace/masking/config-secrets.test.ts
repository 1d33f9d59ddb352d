import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findConfig, findResource } from '@slight/slightfile/catalogue.ts';
import { passwordsOf, secretsOf, secretsWithin } from './config-secrets.ts';

for (const [address, passwords] of [
  ['redis://:hunter2@host:6379/1', ['hunter2']],
  ['rediss://user:p%40ss@host', ['p%40ss', 'p@ss']],
  ['user:hunter2@host:6379', ['hunter2']],
  // what people write, and no URL
  ['redis://:hun/ter#2@host', ['hun/ter#2']],
  ['redis://:hun@ter2@host', ['hun@ter2']],
  ['redis://:100%@host', ['100%']],
  ['unix:///run/redis.sock?db=1&pass=hunter2', ['hunter2']],
  ['https://account.blob.core.windows.net/?sv=2024&sig=ab%2Bc', ['ab+c']],
  ['127.0.0.1:6379,password=hunter2,ssl=False', ['hunter2']],
  ['127.0.0.1:6379, Password = hunter2', ['hunter2']],
  ['redis://host?auth=hunter2', ['hunter2']],
  ['redis://host/0?password=hun%2Cter,2', ['hun%2Cter,2', 'hun,ter,2']],
  ['redis://host:1/hunter2', ['hunter2']],
  ['DefaultEndpointsProtocol=https;AccountName=orders;AccountKey=aGk=;EndpointSuffix=x', ['aGk=']],
  ['postgres://shop:hunter2@127.0.0.1:5432/shop', ['hunter2']],
  ['postgres://127.0.0.1/shop?user=shop&password=hun%2Fter2&sslmode=disable', ['hun%2Fter2', 'hun/ter2']],
  ['host=127.0.0.1 user=shop password=hunter2 dbname=shop', ['hunter2']],
  [String.raw`host=127.0.0.1 password = 'hun \'ter2' dbname=shop`, [String.raw`hun \'ter2`, "hun 'ter2"]],
  ["redis://host?password='hunter2&db=1", ["'hunter2"]],
  ['postgres://shop@127.0.0.1:5432/shop?sslmode=disable', []],
  ['redis://host:6379', []],
  ['redis://host:6379/1?ssl=true', []],
  ['127.0.0.1:6379,ssl=False,monkey=1', []],
  ['redis://user@host:6379', []],
  ['127.0.0.1:6379', []],
  ['http://127.0.0.1:10000/devstoreaccount1', []],
] as const) {
  test(`the passwords of ${address}`, () => {
    const found = new Set(passwordsOf(address));
    for (const one of passwords) assert.ok(found.has(one), [...found].join());
    if (passwords.length === 0) assert.equal(found.size, 0);
  });
}

test('a config is secret by the catalogue, or because it comes from a store', () => {
  const config = (resource: string, key: string) => {
    const found = findResource(resource);
    return found && findConfig(found, key);
  };
  const key = config('keyvalue.azblob', 'AZURE_STORAGE_KEY');
  const account = config('keyvalue.azblob', 'AZURE_STORAGE_ACCOUNT');
  const address = config('keyvalue.redis', 'REDIS_ADDRESS');
  assert.deepEqual(secretsOf(key, 'k', false), ['k']);
  assert.deepEqual(secretsOf(account, 'orders', false), []);
  assert.deepEqual(secretsOf(account, 'orders', true), ['orders']);
  assert.deepEqual(secretsOf(address, 'redis://:pw@host', true), ['pw']);
  assert.deepEqual(secretsOf(address, 'redis://:${usersecrets.RPW}@127.0.0.1:1', false), []);
  assert.deepEqual(secretsOf(address, 'redis://host?pass=${envvars.A}', false), []);
  assert.deepEqual(secretsOf(key, 'a${usersecrets.K}b', false), ['a', 'b']);
  // what a store gives is all of it the secret
  assert.deepEqual(secretsOf(key, '${usersecrets.K}', true), ['${usersecrets.K}']);
  assert.deepEqual(secretsOf(undefined, 'anything', true), ['anything']);
  assert.deepEqual(secretsOf(undefined, 'anything', false), []);
});

for (const [written, secrets] of [
  // what the reference gives is marked, and what of it is secret
  ['redis://host/<hunter2>', ['hunter2']],
  ['redis://host:1/<3>', []],
  ['<hunter2>://host', ['hunter2']],
  ['<rediss>://host', []],
  ['redis://<ann.smith>@host', ['ann.smith']],
  ['redis://<ann>:literal@host', ['literal', 'ann']],
  ['redis://<host>:<6379>/1', []],
  ['redis://<host:6379/hunter2>', ['hunter2']],
  ['<redis://default@host:6379/0>', []],
  ['redis://host?db=<hunter2>', ['hunter2']],
  ['http://127.0.0.1:10000/<shop%20one>', ['shop%20one', 'shop one']],
  // no address at all
  ['redis://localhost:<notaport>', ['notaport']],
  ['<hunter 2>', ['hunter 2']],
  ['redis://host:1/literal<3>', ['literal3']],
  ['<unix:///run/redis.sock>', []],
  ['unix:///run/redis.sock?db=<hunter2>', ['hunter2']],
  ['<10.0.0.1>', []],
] as const) {
  test(`of ${written}, what a variable gives beside host and port is secret`, () => {
    const resource = findResource('keyvalue.redis');
    const config = resource && findConfig(resource, 'REDIS_ADDRESS');
    const parts = [];
    let value = '';
    for (const [index, text] of written.split(/[<>]/).entries()) {
      if (index % 2 === 1) parts.push({ store: 'envvars', start: value.length, text });
      value += text;
    }
    assert.deepEqual(secretsWithin(config, value, parts), secrets);
    const isWhole = value.length + 2 === written.length && written.startsWith('<') && written.endsWith('>');
    if (isWhole) assert.deepEqual(secretsOf(config, value, true), secrets);
  });
}

test('of an address of Postgres, what the file gives is shown but for its password', () => {
  for (const name of ['sql.postgres', 'keyvalue.postgres']) {
    const resource = findResource(name);
    const config = resource && findConfig(resource, 'POSTGRES_CONNECTION_URL');
    const url = 'postgres://shop:hunter2@127.0.0.1:5432/shop?sslmode=require';
    assert.deepEqual(secretsOf(config, url, false), ['hunter2']);
    // what a variable gives, but for the host and what every address has
    assert.deepEqual(secretsOf(config, url, true), ['hunter2', 'shop']);
    assert.deepEqual(secretsOf(config, 'postgres://postgres@10.0.0.1/?password=hunter2', true), ['hunter2']);
    const parts = [{ store: 'envvars', start: 16, text: 'hunter2' }];
    assert.deepEqual(secretsWithin(config, url, parts), ['hunter2']);
  }
});
