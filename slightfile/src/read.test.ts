import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSlightfile } from './read.ts';
import { referencesIn } from './references.ts';
import type { Capability, Slightfile } from './slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { parse } from './toml/parse.ts';

function read(text: string): Slightfile {
  return readSlightfile(parse(text));
}

function capabilityOf(text: string): Capability {
  const [capability] = read(text).capabilities;
  assert.ok(capability);
  return capability;
}

test('a slightfile of the format 0.2', () => {
  const text = `specversion = "0.2"

[[secret_settings]]
name = "KEY"
value = 'encrypted'

[[capability]]
resource = "keyvalue.redis"
name = "store"
    [capability.configs]
    REDIS_ADDRESS = "redis://localhost"
    TOKEN = "\${usersecrets.KEY}"
    NUMBER = 1

[[capability]]
resource = "http"
name = "*"
`;
  const slice = (span: Span | undefined): string => text.slice(span?.start, span?.end);
  const { specversion, secretStore, secrets, capabilities } = read(text);
  assert.equal(specversion?.value, '0.2');
  assert.equal(slice(specversion.span), '"0.2"');
  assert.equal(slice(specversion.inner), '0.2');
  assert.equal(secretStore, undefined);
  assert.deepEqual(
    secrets.map(({ name, value, span }) => [name?.value, value?.value, slice(span)]),
    [['KEY', 'encrypted', `[[secret_settings]]\nname = "KEY"\nvalue = 'encrypted'`]],
  );
  const [first, second] = capabilities;
  assert.ok(first && second);
  assert.deepEqual(
    [first.format, first.resource?.value, first.name?.value],
    ['0.2', 'keyvalue.redis', 'store'],
  );
  assert.equal(slice(first.header), '[[capability]]');
  assert.match(slice(first.span), /^\[\[capability\]\]\nresource[^]*NUMBER = 1$/);
  assert.equal(slice(first.configsSpan), '[capability.configs]');
  assert.deepEqual(
    first.configs.map(({ key, keySpan, value }) => [
      key,
      slice(keySpan),
      value && referencesIn(value).length,
    ]),
    [
      ['REDIS_ADDRESS', 'REDIS_ADDRESS', 0],
      ['TOKEN', 'TOKEN', 1],
      ['NUMBER', 'NUMBER', undefined],
    ],
  );
  assert.deepEqual(
    [second.resource?.value, second.name?.value, second.configs, second.configsSpan],
    ['http', '*', [], undefined],
  );
});

test('the format of a block is told by what it says, then by the file', () => {
  const formats: readonly (readonly [string, '0.1' | '0.2'])[] = [
    ['[[capability]]\nresource = "keyvalue.redis"\nname = "kv.redis"', '0.2'],
    ['[[capability]]\nname = "kv.redis"', '0.1'],
    ['specversion = "0.2"\n[[capability]]\nname = "keyvalue.unheard_of"', '0.1'],
    ['specversion = "0.2"\n[[capability]]\nname = "http"', '0.1'],
    ['[[capability]]\nresource = "http"\nname = "http"', '0.2'],
    ['specversion = "0.2"\n[[capability]]\nname = "my.store"', '0.2'],
    ['specversion = "0.1"\n[[capability]]\nname = "my.store"', '0.1'],
    ['specversion = "0.1"\n[[capability]]', '0.1'],
    ['[[capability]]\nname = "store"', '0.2'],
    ['specversion = "0.1"\n[[capability]]\nresource =', '0.2'],
    ['specversion = "0.2"\n[[capability]]\nname = "constructor.x"', '0.2'],
  ];
  for (const [text, format] of formats) assert.equal(capabilityOf(text).format, format, text);
  const old = capabilityOf('[[capability]]\nname = "kv.redis"');
  assert.deepEqual([old.resource?.value, old.name], ['kv.redis', undefined]);
});

test('capabilities may be written in every way that TOML has', () => {
  const inline = read(
    'capability = [{ resource = "http", name = "a", configs = { A = "1" } }, 5, { name = "b" }]',
  );
  assert.deepEqual(
    inline.capabilities.map(({ resource, name, configs }) => [resource?.value, name?.value, configs.length]),
    [
      ['http', 'a', 1],
      [undefined, 'b', 0],
    ],
  );
  assert.deepEqual(
    capabilityOf('[[capability]]\nconfigs.A = "1"\nconfigs.B.C = "2"').configs.map(({ key }) => key),
    ['A', 'B'],
  );
  assert.equal(capabilityOf('[capability]\nresource = "http"').resource?.value, 'http');
  assert.deepEqual(read('capability = "http"').capabilities, []);
  assert.deepEqual(read('capability = 1\nsecret_settings = true\nspecversion = 0.2').secrets, []);
  assert.equal(capabilityOf('[[capability]]\nresource = 5\nname = ["a"]\nconfigs = "A"').resource, undefined);
});

test('a half-typed block is in the model', () => {
  const capability = capabilityOf('[[capability\nresource = "keyvalue.red\nname =\n');
  assert.deepEqual(
    [capability.format, capability.resource?.value, capability.name],
    ['0.2', 'keyvalue.red', undefined],
  );
});

test('a block ends where the next thing that is not part of it begins', () => {
  const text = '[[capability]]\na = 1\n[capability.configs]\nb = 1\n[[secret_settings]]\n[capability.more]\n';
  const { span } = capabilityOf(text);
  assert.equal(text.slice(span.start, span.end), '[[capability]]\na = 1\n[capability.configs]\nb = 1');
});
