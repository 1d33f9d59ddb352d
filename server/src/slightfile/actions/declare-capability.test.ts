import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '@slight/slightfile/analyze.ts';
import { capabilities, findResource, resourcesOf } from '@slight/slightfile/catalogue.ts';
import { applyEdits } from '@slight/slightfile/testing/fixture.ts';
import { fileOf } from '../../testing/marked.ts';
import { declareCapability, missingSlightfile } from './declare-capability.ts';

const declared = (
  text: string,
  name = 'orders',
  kinds: Parameters<typeof declareCapability>[2] = ['keyvalue'],
) =>
  declareCapability(fileOf(text), name, kinds).map(({ title, resource, edits }) => ({
    title,
    resource,
    text: applyEdits(text, edits),
  }));

const errors = (text: string) => analyze(text).problems.filter(({ severity }) => severity === 'error');

test('where nothing of the kind is there, what is served and asks for least comes first', () => {
  const [first, ...others] = declared('specversion = "0.2"\n');
  assert.deepEqual(first, {
    title: 'Declare "orders" as keyvalue.filesystem',
    resource: 'keyvalue.filesystem',
    text: 'specversion = "0.2"\n\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n',
  });
  const rest = others.map(({ resource }) => findResource(resource) ?? assert.fail(resource));
  const served = resourcesOf('keyvalue').filter(({ status }) => status === 'served');
  assert.deepEqual(new Set(rest), new Set(served.filter(({ id }) => id !== 'keyvalue.filesystem')));
  assert.ok(rest.every(({ configs }, index) => configs.length >= (rest[index - 1]?.configs.length ?? 0)));
  assert.equal(declared('', 'x', ['configs'])[0]?.resource, 'configs.envvars');
  assert.equal(declared('', 'x', ['sql'])[0]?.resource, 'sql.pglite');
});

test('what the file uses already comes first, and reads its configs from where they are read there', () => {
  const text = `specversion = "0.2"\r\n[[capability]]\r\nresource = "kv.redis"\r\nname = "carts"\r\nconfigs.REDIS_ADDRESS = "\${usersecrets.R}"`;
  const [first] = declared(text);
  assert.equal(
    first?.text,
    `${text}\r\n\r\n[[capability]]\r\nresource = "keyvalue.redis"\r\nname = "orders"\r\n[capability.configs]\r\nREDIS_ADDRESS = "\${usersecrets.R}"\r\n`,
  );
  const literal = declared(text.replace('${usersecrets.R}', 'redis://:hunter2@host'))[0];
  assert.equal(literal?.text.match(/hunter2/g)?.length, 1, 'a password is not repeated');
});

test('in the 0.1 format the resource is the name', () => {
  const text = 'specversion = "0.1"\n';
  assert.equal(declared(text)[0]?.text, `${text}\n[[capability]]\nname = "keyvalue.filesystem"\n`);
  assert.deepEqual(declared(`${text}[[capability]]\nname = "kv.redis"\n`), [], 'it serves every name');
});

test('of several kinds each is offered, the likeliest first', () => {
  const found = declared('specversion = "0.2"\n', 'x', ['messaging', 'keyvalue']);
  assert.equal(found[0]?.resource, 'messaging.filesystem');
  assert.ok(found.some(({ resource }) => resource === 'keyvalue.filesystem'));
});

test('nothing is offered where it is declared, or nothing can be appended', () => {
  const block = (name: string) => `[[capability]]\nresource = "keyvalue.redis"\nname = "${name}"\n`;
  for (const text of [
    block('orders'),
    block('*'),
    `${block('carts')}name = \n`,
    'capability = []\n',
    '[capability]\n',
  ]) {
    assert.deepEqual(declared(text), [], text);
  }
  assert.deepEqual(declared(block('carts'), '*'), []);
  assert.deepEqual(declared('', 'http', ['http']), [], 'read as a capability of 0.1');
});

test('whatever is declared, by every kind and name, leaves no error', () => {
  for (const kind of capabilities) {
    for (const name of ['orders', '*', 'a"b', 'ä\n', '']) {
      const text = missingSlightfile(kind, name);
      assert.deepEqual(errors(text), [], text);
      assert.equal(analyze(text).slightfile.capabilities[0]?.name?.value, name);
      for (const way of declared('specversion = "0.2"\n', name, [kind])) {
        assert.deepEqual(errors(way.text), [], way.text);
      }
    }
  }
});
