/** Guests that answer by asking others, also themselves: of the same slightfile, at the same time. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { echo } from '../contract/http-client.ts';
import { listen } from '../contract/own-server.ts';
import { serving } from '../runtime/serving.ts';

const capabilities = [['http-client', 'others']] as const;
const env = { ADDRESS: '127.0.0.1:0' };
const flags = ['--listen', ':auto'];
/** Of a request, as its client says it; and the parts that are passed on. */
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const passedOn = /^hello 00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/;

describe('a legacy guest in Rust', () => {
  const relay = (url: string, of: string) => fetch(`${url}/relay`, { method: 'POST', body: of });

  test('asks another server, and gives its answer', async () => {
    await using other = await listen(echo());
    await using app = await serving('rust-relay', { capabilities, env });
    const answer = await relay(app.url, `http://127.0.0.1:${other.port}/a`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /"GET \/a"/);
    const failed = await relay(app.url, 'http://nothing.invalid');
    assert.equal(failed.status, 502);
    assert.match(await failed.text(), /no server named nothing\.invalid|cannot be looked up/);
  });

  test('asks itself, and another instance answers', async () => {
    await using app = await serving('rust-relay', { capabilities, env });
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => (await relay(app.url, `${app.url}/hello`)).text()),
    );
    assert.deepEqual(new Set(answers), new Set(['hello ']));
  });

  test('asks within the trace that its own request is of', async () => {
    await using app = await serving('rust-relay', { capabilities, env });
    const headers = { traceparent };
    const answer = await fetch(`${app.url}/relay`, { method: 'POST', body: `${app.url}/hello`, headers });
    assert.match(await answer.text(), passedOn);
  });
});

describe('a component in JavaScript', () => {
  test('asks itself, and another instance answers, however often', async () => {
    await using app = await serving('js-relay', { capabilities, flags });
    const { host } = new URL(app.url);
    const ask = async (path: string) => (await fetch(`${app.url}${path}`)).headers.get('x-answer');
    const twice = `/relay/${host}/relay/${host}/hello`;
    const answers = await Promise.all([ask(`/relay/${host}/hello`), ask(twice), ask(twice)]);
    assert.deepEqual(answers, ['hello ', 'hello ', 'hello ']);
  });

  test('reads the answer of another server, and is told of one that is not there', async () => {
    await using other = await listen(echo());
    await using app = await serving('js-relay', { capabilities, flags });
    const ask = (path: string) => fetch(`${app.url}${path}`);
    const answer = await ask(`/relay/127.0.0.1:${other.port}/a`);
    assert.match(answer.headers.get('x-answer') ?? '', /"GET \/a"/);
    const failed = await ask('/relay/nothing.invalid/');
    assert.equal(failed.status, 502);
    assert.match(failed.headers.get('x-answer') ?? '', /^DNS-/);
  });

  test('asks within the trace that its own request is of, each of several at once', async () => {
    await using app = await serving('js-relay', { capabilities, flags });
    const { host } = new URL(app.url);
    const ask = async (headers: Record<string, string>) =>
      (await fetch(`${app.url}/relay/${host}/hello`, { headers })).headers.get('x-answer') ?? '';
    const [with1, without, with2] = await Promise.all([ask({ traceparent }), ask({}), ask({ traceparent })]);
    assert.match(with1, passedOn);
    assert.equal(without, 'hello ');
    assert.match(with2, passedOn);
  });
});
