import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blanksOf, filled, unfit } from './route.ts';

const names = (route: string): readonly string[] => blanksOf(route).map(({ name }) => name);

test('what a route leaves open', () => {
  assert.deepEqual(names('/hello'), []);
  assert.deepEqual(names('/person/:name/orders/:order'), ['name', 'order']);
  assert.deepEqual(names('/files/*'), ['*']);
  // neither is a segment of the path
  assert.deepEqual(names('/time/12:30?at=/x'), []);
});

test('it is filled in as it has to be written in a URL', () => {
  assert.equal(
    filled('/person/:name/orders/:order', ['Ada & Grace?', '50%']),
    '/person/Ada%20%26%20Grace%3F/orders/50%25',
  );
  assert.equal(filled('/files/*', ['a b/c']), '/files/a%20b/c');
  assert.equal(filled('/files/*', ['']), '/files/');
  assert.equal(filled('hello', []), '/hello');
  // what is filled in is not filled in again
  assert.equal(filled('/:a/:b', ['*', ':b']), '/*/%3Ab');
});

test('a segment is there, and is one', () => {
  const [name] = blanksOf('/person/:name');
  const [rest] = blanksOf('/files/*');
  assert.ok(name && rest);
  assert.match(unfit(name, '') ?? '', /in the place of name/);
  assert.match(unfit(name, 'a/b') ?? '', /no slash/);
  assert.equal(unfit(name, 'a'), undefined);
  assert.equal(unfit(rest, ''), undefined);
  assert.equal(unfit(rest, 'a/b'), undefined);
});
