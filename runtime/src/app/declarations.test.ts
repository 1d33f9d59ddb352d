import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSlightfile } from '@slight/slightfile/read.ts';
import { parse } from '@slight/slightfile/toml/parse.ts';
import { declarationsFor, declarations, missingConfigs, resolveConfigs, together } from './declarations.ts';

const environment = {
  REDIS_ADDRESS: 'redis://environment',
  OTHER: 'redis://other',
  USER: 'me',
  DATABASE: '2',
};

async function resolved(text: string) {
  const slightfile = readSlightfile(parse(text));
  const [declaration] = declarations(slightfile);
  assert.ok(declaration);
  const stores = { environment, secret: async (name: string) => await Promise.resolve(secrets[name]) };
  return await resolveConfigs(declaration, slightfile.secretStore?.value, stores);
}

const secrets: Readonly<Record<string, string>> = {
  address: 'redis://secret',
  password: 'p%40ss&word',
  REDIS_ADDRESS: 'redis://store',
};

test('a config is a literal, or read from its store', async () => {
  const redis = (value: string) =>
    `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "a"\n[capability.configs]\nREDIS_ADDRESS = "${value}"\n`;
  const address = async (value: string) => (await resolved(redis(value))).values.REDIS_ADDRESS;
  assert.equal(await address('redis://literal'), 'redis://literal');
  assert.equal(await address('${envvars.OTHER}'), 'redis://other');
  assert.equal(await address('${usersecrets.address}'), 'redis://secret');
  assert.equal(await address('${local.redis://local}'), 'redis://local');
  const { values, unset } = await resolved(redis('${usersecrets.nowhere}'));
  assert.equal(values.REDIS_ADDRESS, undefined);
  assert.deepEqual(
    unset.map(({ key }) => key),
    ['REDIS_ADDRESS'],
  );
});

test('references within a value are read, and the text around them stays', async () => {
  const redis = (value: string) =>
    `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "a"\n[capability.configs]\nREDIS_ADDRESS = '${value}'\n`;
  const { values, unset, secrets } = await resolved(
    redis('redis://${envvars.USER}:${usersecrets.password}@${local.host}:6379/${envvars.DATABASE}'),
  );
  assert.equal(values.REDIS_ADDRESS, 'redis://me:p%40ss&word@host:6379/2');
  assert.deepEqual(unset, []);
  // the password as it is written, and as it is meant; the user too, since a store gives it, and not the number of the database
  assert.deepEqual([...secrets].sort(), ['me', 'p%40ss&word', 'p@ss&word']);
  assert.equal((await resolved(redis('${local.$}{envvars.USER}'))).values.REDIS_ADDRESS, '${envvars.USER}');
  assert.equal((await resolved(redis('{envvars.USER}'))).values.REDIS_ADDRESS, '{envvars.USER}');
});

test('a value is unset where one of its references is, and each is told', async () => {
  const { values, unset } = await resolved(
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "a"\nconfigs.REDIS_ADDRESS = "redis://${envvars.NO}:${usersecrets.NONE}@${envvars.USER}"\n',
  );
  assert.equal(values.REDIS_ADDRESS, undefined);
  assert.deepEqual(unset, [
    { key: 'REDIS_ADDRESS', clause: 'REDIS_ADDRESS is not set: the environment has no variable NO' },
    { key: 'REDIS_ADDRESS', clause: 'REDIS_ADDRESS is not set: there is no secret NONE in the slightfile' },
  ]);
});

test('what a user secret gives is masked wherever it stands in a value', async () => {
  const key = async (value: string) =>
    (
      await resolved(
        `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.azblob"\nname = "a"\n[capability.configs]\nAZURE_STORAGE_KEY = "${value}"\nAZURE_STORAGE_ENDPOINT = "http://\${usersecrets.password}.example:\${envvars.DATABASE}"\n`,
      )
    ).secrets;
  assert.deepEqual(
    new Set(await key('a${usersecrets.password}${envvars.USER}b')),
    new Set(['ap%40ss&wordmeb', 'p%40ss&word', 'p@ss&word', 'me']),
  );
});

test('names that only objects of JavaScript have are those of no variable and no secret', async () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    const { values, unset } = await resolved(
      `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "a"\n[capability.configs]\nREDIS_ADDRESS = "\${envvars.${name}}"\n${name} = "a"\n`,
    );
    assert.deepEqual({ ...values }, Object.fromEntries([[name, 'a']]));
    assert.deepEqual(
      unset.map(({ key }) => key),
      ['REDIS_ADDRESS'],
    );
  }
});

test('in the 0.1 format the secret store supplies every config, and what the capability says is not looked at', async () => {
  const file = (store: string) =>
    `specversion = "0.1"\n${store}[[capability]]\nname = "keyvalue.redis"\n[capability.configs]\nREDIS_ADDRESS = "redis://literal"\n`;
  assert.equal((await resolved(file(''))).values.REDIS_ADDRESS, 'redis://environment');
  const store = 'secret_store = "configs.usersecrets"\n';
  assert.equal((await resolved(file(store))).values.REDIS_ADDRESS, 'redis://store');
});

test('a name is served by the capability that has it, else by the wildcard of its kind', () => {
  const all = declarations(
    readSlightfile(
      parse(
        '[[capability]]\nresource = "keyvalue.redis"\nname = "*"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "a"\n[[capability]]\nresource = "configs.envvars"\nname = "b"\n',
      ),
    ),
  );
  assert.equal(declarationsFor(all, 'keyvalue', 'a')[0]?.resource.id, 'keyvalue.filesystem');
  assert.equal(declarationsFor(all, 'keyvalue', 'b')[0]?.resource.id, 'keyvalue.redis');
  assert.deepEqual(declarationsFor(all, 'configs', 'a'), []);
});

test('what a provider cannot do without, and nothing gave', () => {
  const [declaration] = declarations(
    readSlightfile(parse('[[capability]]\nresource = "keyvalue.awsdynamodb"\nname = "a"\n')),
  );
  assert.ok(declaration);
  const { backend, ...alone } = declaration.resource;
  const given = { AWS_REGION: 'eu-west-1' };
  assert.deepEqual(
    missingConfigs(alone, given).map(({ key }) => key),
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  );
  assert.deepEqual(missingConfigs({ ...alone, ...(backend !== undefined && { backend }) }, given), []);
});

test('http-client is one, however often it is declared, and allows what any of them does', () => {
  const client = (name: string) => `[[capability]]\nresource = "http-client"\nname = "${name}"\n`;
  const all = declarations(readSlightfile(parse(`specversion = "0.2"\n${client('a')}${client('b')}`)));
  assert.equal(declarationsFor(all, 'http-client', '').length, 2);
  assert.deepEqual(together([{ ALLOWED_HOSTS: 'a' }, { ALLOWED_HOSTS: 'b' }]), { ALLOWED_HOSTS: 'a b' });
  assert.deepEqual(together([{ ALLOWED_HOSTS: 'a' }, {}]), {});
  assert.deepEqual(together([{ ALLOWED_HOSTS: '' }, { ALLOWED_HOSTS: '' }]), { ALLOWED_HOSTS: ' ' });
  assert.deepEqual(together([{ REDIS_ADDRESS: 'a' }]), { REDIS_ADDRESS: 'a' });
});
