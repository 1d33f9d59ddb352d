import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'smol-toml';
import { capabilities } from '../../slightfile/src/catalogue.ts';
import { withoutWants } from '../../slightfile/src/testing/fixture.ts';
import { generated, readJson, readResources } from './generated.ts';
import type { Schema } from './schema.ts';

const root = path.join(import.meta.dirname, '../..');
const schemas = path.join(root, 'schemas');
const folder = path.join(schemas, 'resources');

test('what is derived from schemas/ is up to date', async () => {
  for (const [file, content] of await generated(root)) {
    assert.equal(
      readFileSync(path.join(root, file), 'utf8'),
      content,
      `${file}: run "node scripts/generate.ts"`,
    );
  }
});

suite('schemas/resources', () => {
  for (const file of readdirSync(folder)) {
    test(`${file} is as resource.schema.json wants it`, async () => {
      const validate = new Ajv({
        allErrors: true,
        strict: true,
        strictTypes: false,
        strictRequired: false,
      }).compile(await readJson<Schema>(path.join(root, 'schemas/resource.schema.json')));
      const resource = await readJson<{ id: string; capability: string }>(path.join(folder, file));
      assert.ok(validate(resource), JSON.stringify(validate.errors, undefined, 2));
      assert.equal(file, `${resource.id}.json`);
      assert.equal(resource.id.split('.')[0], resource.capability);
    });
  }

  test('with the configs that all of their capability have, they are as it wants them, and no key is there twice', async () => {
    const schema = await readJson<Schema>(path.join(root, 'schemas/resource.schema.json'));
    const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
    const validate = ajv.compile(schema);
    for (const resource of await readResources(schemas)) {
      assert.ok(validate(resource), JSON.stringify([resource.id, validate.errors], undefined, 2));
      const keys = resource.configs.map(({ key }) => key);
      assert.equal(new Set(keys).size, keys.length, resource.id);
      if (resource.capability === 'messaging') assert.equal(keys.at(-1), 'SUBSCRIPTIONS', resource.id);
    }
  });

  test('no name is that of two resources, and every capability has one', async () => {
    const resources = await readResources(schemas);
    const names = resources.flatMap(({ id, aliases, gone = [] }) => [id, ...aliases, ...gone]);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(new Set(resources.map(({ capability }) => capability)), new Set(capabilities));
  });
});

suite('slightfile.schema.json', async () => {
  const schema = await readJson<Schema>(path.join(root, 'schemas/slightfile.schema.json'));
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  for (const keyword of ['x-taplo', 'x-taplo-info']) ajv.addKeyword(keyword);
  const validate = ajv.compile(schema);
  const read = (file: string): unknown =>
    JSON.parse(
      JSON.stringify(
        parse(withoutWants(readFileSync(path.join(root, 'test/fixtures/slightfiles', file), 'utf8'))),
      ),
    );

  const good = [
    'slight/redis-0.2.toml',
    'slight/azblob-0.1.toml',
    'slight/everything-0.2.toml',
    'wrong-type/good-inline.toml',
    'bad-config-value/good-formats.toml',
    'renamed-resource/bad-old.toml',
    'unknown-config/bad-not-its-own.toml',
  ];
  for (const file of good) {
    test(`accepts ${file}`, () =>
      assert.ok(validate(read(file)), JSON.stringify(validate.errors, undefined, 2)));
  }

  const bad = [
    ['missing-specversion/bad-0.2.toml', '', 'required'],
    ['unsupported-specversion/bad-newer.toml', '/specversion', 'enum'],
    ['unknown-resource/bad-misspelled.toml', '/capability/0/resource', 'enum'],
    ['unknown-resource/bad-0.1.toml', '/capability/0/name', 'enum'],
    ['missing-name/bad-alone.toml', '/capability/0', 'required'],
    ['format-mismatch/bad-0.2-in-0.1.toml', '/capability/0/name', 'enum'],
    ['config-not-string/bad-scalars.toml', '/capability/0/configs/MOSQUITTO_PORT', 'type'],
    ['bad-config-value/bad-planned.toml', '/capability/1/configs/CAK_SECURITY_PROTOCOL', 'enum'],
    ['unknown-key/bad-misspelled-header.toml', '', 'additionalProperties'],
    ['unknown-store/bad-secret-store.toml', '/secret_store', 'enum'],
  ] as const;
  for (const [file, place, keyword] of bad) {
    test(`rejects ${file}`, () => {
      assert.ok(!validate(read(file)));
      const found = validate.errors?.some(
        (error) => error.instancePath === place && error.keyword === keyword,
      );
      assert.ok(found, JSON.stringify(validate.errors, undefined, 2));
    });
  }
});

test('the validator stands alone', () => {
  const source = readFileSync(path.join(root, 'slightfile/src/generated/validate.js'), 'utf8');
  assert.doesNotMatch(source, /\bimport\b|\brequire\(/);
});
