/** Guests in other languages than C that route by slight's own contract, served by what ships. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serving } from './serving.ts';
import type { Serving } from './serving.ts';

describe('a guest in JavaScript', () => {
  let server: Serving;
  before(async () => (server = await serving('js-http', { capabilities: [['http-client', 'web']] })));
  after(() => server[Symbol.asyncDispose]());
  const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);

  test('answers what its handler returns', async () => {
    const response = await ask('/hello');
    assert.equal(response.headers.get('content-type'), 'text/plain');
    assert.equal(await response.text(), 'hello');
  });

  test('has all that was asked', async () => {
    const response = await ask('/echo/Zo%C3%AB?x=1', {
      method: 'POST',
      body: 'ü',
      headers: { 'Content-Type': 'a/b' },
    });
    assert.equal(response.status, 201);
    assert.deepEqual(await response.json(), {
      method: 'post',
      uri: '/echo/Zo%C3%AB?x=1',
      type: 'a/b',
      params: [['name', 'Zoë']],
      body: 'ü',
    });
  });

  test('throws an error of http-error, or one of its own', async () => {
    assert.equal((await ask('/error/status-error')).status, 410);
    assert.equal((await ask('/error/timeout-error')).status, 504);
    assert.equal((await ask('/error/no-such-case')).status, 500);
    assert.equal((await ask('/throw')).status, 500);
  });

  test('asks another address, or itself, and what it is told has an error of http-error', async () => {
    const fetched = (url: string) => ask('/fetch', { method: 'POST', body: url });
    const response = await fetched(`${server.url}/echo/itself`);
    assert.equal(response.status, 201);
    assert.match(await response.text(), /"params":\[\["name","itself"\]\],"body":"hi"/);
    assert.equal((await fetched('no url')).status, 400);
  });

  test('is a new instance for each request', async () => {
    for (let times = 0; times < 3; times += 1) assert.equal(await (await ask('/count')).text(), '1');
  });
});

describe('a guest in Rust, as slight’s own examples are', () => {
  let server: Serving;
  before(
    async () =>
      (server = await serving('rust-http', { capabilities: [['keyvalue.filesystem', 'my-container']] })),
  );
  after(() => server[Symbol.asyncDispose]());
  const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);

  test('prints while it sets up, and is served then', async () => {
    assert.equal(await (await ask('/hello')).text(), 'hello');
    const { stdout } = await server.stop();
    assert.equal(stdout, 'guest starting server\nguest moving on\n');
    server = await serving('rust-http', { capabilities: [['keyvalue.filesystem', 'my-container']] });
  });

  test('gives the headers of the request back, and what it has stored', async () => {
    const none = await ask('/get', { headers: { 'X-Mine': 'yes' } });
    assert.equal(none.status, 404);
    assert.equal(none.headers.get('x-mine'), 'yes');
    assert.equal(await none.text(), 'Key not found');
    const put = await ask('/set', { method: 'PUT', body: 'a value' });
    assert.equal(put.status, 204);
    assert.equal(await put.text(), '');
    const response = await ask('/get');
    assert.equal(response.status, 200);
    assert.equal(await response.text(), 'a value');
  });

  test('has parameters and bodies', async () => {
    assert.equal(await (await ask('/person/yager')).text(), 'hello: yager');
    for (const [method, path] of [
      ['POST', '/upload'],
      ['DELETE', '/delete-file'],
    ] as const) {
      assert.equal(await (await ask(path, { method, body: 'Hallo!' })).text(), 'Hallo!', method);
      assert.equal(await (await ask(path, { method })).text(), '', method);
    }
  });

  test('returns an error, or panics', async () => {
    assert.equal((await ask('/gone')).status, 410);
    assert.equal((await ask('/panic')).status, 500);
    assert.match(server.stderr(), /panicked at 'no answer to \/panic'/);
    assert.equal((await ask('/hello')).status, 200);
  });
});
