import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takenPort } from './taken-port.ts';

/** As runtime/src/http/port.ts has the runtime say it. */
const said = (address: string, by = 'MainThread (process 4711)'): string =>
  `${address} is taken by ${by}. End that, or take the next port that is free with --listen :auto.`;

const shop = { name: 'http-shop', urls: ['http://127.0.0.1:3000'] };
const web = { name: 'web', urls: ['http://127.0.0.1', 'http://[::1]:8080'] };
const running = [{ name: 'hello', urls: [] }, shop, web];

test('an app of this window that has the port is called by its name', () => {
  const found = takenPort(said('127.0.0.1:3000'), running);
  assert.equal(
    found?.message,
    '127.0.0.1:3000 is taken by http-shop, which runs here. Stop that, or take the next port that is free with --listen :auto.',
  );
  assert.equal(found.holder, shop);
});

test('port 80, an address of version 6, and a system that does not say which process it is', () => {
  for (const address of ['127.0.0.1:80', '[::1]:8080'])
    assert.equal(takenPort(said(address, 'another program'), running)?.holder, web);
});

test('a name is taken as it is', () => {
  const odd = { ...shop, name: 'a$&b' };
  assert.match(takenPort(said('127.0.0.1:3000'), [odd])?.message ?? '', /taken by a\$&b, which runs here/);
});

test('of another program, another address, or another fault, nothing is said', () => {
  assert.equal(takenPort(said('127.0.0.1:3001'), running), undefined);
  assert.equal(takenPort(said('[::1]:3000'), running), undefined);
  assert.equal(takenPort('You may not listen on 127.0.0.1:3000.', running), undefined);
  assert.equal(takenPort('', running), undefined);
});
