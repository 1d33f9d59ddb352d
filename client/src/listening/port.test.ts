import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portOf } from './port.ts';

test('the port of a URL, also where it is the usual one', () => {
  assert.equal(portOf('http://127.0.0.1:3000'), ':3000');
  assert.equal(portOf('https://[::1]:8443'), ':8443');
  assert.equal(portOf('http://127.0.0.1:80'), ':80');
  assert.equal(portOf('https://localhost:443'), ':443');
});
