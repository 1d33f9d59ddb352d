/** examples/hello-http, served by the program that ships, as a user does. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { ask } from './request.ts';
import { serving } from './serving.ts';

const example = path.join(import.meta.dirname, '../../examples/hello-http/hello-http.wasm');

test('examples/hello-http greets by the path, again and again', async () => {
  await using served = await serving(example, { flags: ['--listen', '127.0.0.1:0'] });
  for (let count = 0; count < 3; count++) {
    const { status, text, fields } = await ask(`${served.url}/you%20all`);
    assert.deepEqual({ status, text }, { status: 200, text: 'Hello, you all!\n' });
    assert.ok(fields.includes('text/plain; charset=utf-8'));
  }
  assert.equal((await ask(served.url)).text, 'Hello, SpiderLightning!\n');
});
