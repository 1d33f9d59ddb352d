/** What `slight run` tells of an app that serves, and how it ends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { makeCertificate } from '../../../test/contract/certificate.ts';
import { guestFile, servingFolder, startServing } from '../../../test/serving.ts';
import { slight } from './testing.ts';

const legacy = guestFile('c-http-0.5');
const component = guestFile('c-wasi-http');

/** Of a run that does not end, in milliseconds. */
const timeout = 60_000;

for (const [kind, guest] of Object.entries({ legacy, component })) {
  test(`a ${kind} guest answers where it says that it listens, until a signal`, { timeout }, async (t) => {
    const app = await startServing(t, [guest]);
    assert.match(app.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${app.url}/hello`);
    assert.equal(await answer.text(), 'hello');
    app.process.kill('SIGTERM');
    assert.equal(await app.ended, 0);
    await assert.rejects(fetch(app.url));
  });
}

test('each request is a line: method, path, status and time, and no query', { timeout }, async (t) => {
  const app = await startServing(t, [legacy]);
  await fetch(`${app.url}/hello`);
  await fetch(`${app.url}/nowhere?token=1`, { method: 'POST' });
  app.process.kill('SIGINT');
  await app.ended;
  const lines = app.told.split('\n').filter((line) => /GET|POST/.test(line));
  assert.match(lines[0] ?? '', /^slight {2}GET \/hello 200 \d+\.\d ms$/);
  assert.match(lines[1] ?? '', /^slight {2}POST \/nowhere\?… 404 \d+\.\d ms$/);
  assert.equal(lines.length, 2);
});

test('why a handler gave an error is told to the user, and not to the client', { timeout }, async (t) => {
  const app = await startServing(t, [legacy]);
  const answer = await fetch(`${app.url}/error/4`);
  assert.equal(answer.status, 500);
  assert.ok(!(await answer.text()).includes('secret table'));
  await app.until(
    /^slight {2}GET \/error\/4 500 .+\n {2}handle_error returned the error unexpected-error: secret table$/m,
  );
});

test('an app listens on this machine alone, and says so once where its guest asks for more', async (t) => {
  const app = await startServing(t, [legacy]);
  await fetch(`${app.url}/hello`);
  const sentence = /The guest asks for 0\.0\.0\.0:3000\. That other machines reach it takes --listen/g;
  assert.equal(app.told.match(sentence)?.length, 1);
});

test('--listen names the host, the port, or both', { timeout }, async (t) => {
  const everywhere = await startServing(t, ['--listen', '0.0.0.0:0', legacy]);
  assert.match(everywhere.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal((await fetch(`${everywhere.url.replace('.0.1', '.0.2')}/hello`)).status, 200);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  taken.close();
  await once(taken, 'close');
  const app = await startServing(t, ['--listen', `:${port}`, component]);
  assert.equal(app.url, `http://127.0.0.1:${port}`);
  assert.ok(!app.told.includes('other machines'));
});

test('what says how an app is served is refused where none is', () => {
  const cwd = servingFolder();
  const refused = (...args: string[]) => {
    const { code, stderr } = slight(['run', ...args], { cwd });
    assert.equal(code, 2);
    return stderr;
  };
  const command = guestFile('c-hello');
  assert.match(
    refused('--listen', ':3000', command),
    /^slight: --listen is for an app that serves HTTP, and .*c-hello\.wasm serves none\. Leave it out\.\n$/,
  );
  assert.match(refused('--grace', '5', command), /^slight: --grace is for an app that serves HTTP/);
  assert.match(refused('--grace', 'soon', command), /^slight: --grace soon is no number of seconds\./);
  assert.match(refused('--listen', '::1', component), /^slight: --listen ::1 is no address\. Write it as /);
});

test('a limit is a flag', { timeout }, async (t) => {
  const { url } = await startServing(t, ['--max-head', '2KiB', legacy]);
  const status = async (length: number) =>
    (await fetch(`${url}/hello`, { headers: { 'x-long': 'x'.repeat(length) } })).status;
  assert.equal(await status(1_000), 200);
  assert.equal(await status(3_000), 431);
});

test('--listen :auto takes the next port where one is taken', { timeout }, async (t) => {
  const first = await startServing(t, ['--listen', ':auto', legacy]);
  const second = await startServing(t, ['--listen', ':auto', legacy]);
  assert.ok(Number(new URL(second.url).port) > Number(new URL(first.url).port));
  const port = new URL(first.url).port;
  const { code, stderr } = slight(['run', '--listen', `:${port}`, legacy], { cwd: servingFolder() });
  assert.match(stderr, /^slight: 127\.0\.0\.1:\d+ is taken by .*--listen :auto\.$/m);
  assert.equal(code, 2);
});

test('--max-body 0 takes requests that have none', { timeout }, async (t) => {
  const { url } = await startServing(t, ['--max-body', '0', legacy]);
  const status = async (body: string) => (await fetch(`${url}/echo`, { method: 'POST', body })).status;
  assert.deepEqual([await status(''), await status('a')], [200, 413]);
});

test('--quiet says which port it is where nobody named one, and nothing else', { timeout }, async (t) => {
  for (const flags of [
    ['--listen', ':0'],
    ['--listen', ':auto'],
    ['--workers', '2'],
  ]) {
    const app = await startServing(t, ['--quiet', ...flags, component]);
    assert.equal(await (await fetch(`${app.url}/hello`)).text(), 'hello');
    app.process.kill('SIGTERM');
    await app.ended;
    assert.equal(app.told, `slight  Listening on ${app.url}\n`);
  }
  const { port } = new URL((await startServing(t, [component])).url);
  const named = await startServing(t, ['--quiet', '--listen', `[::1]:${port}`, component], {
    byChannel: true,
  });
  named.process.kill('SIGTERM');
  await named.ended;
  assert.equal(named.told, '');
});

test('--cors tells browsers whose pages may read', { timeout }, async (t) => {
  const { url } = await startServing(t, ['--cors', 'http://a.example', '--cors', 'http://b.example', legacy]);
  const answer = await fetch(`${url}/hello`, { headers: { origin: 'http://b.example' } });
  assert.equal(answer.headers.get('access-control-allow-origin'), 'http://b.example');
  const { stderr } = slight(['run', '--cors', 'b.example', legacy], { cwd: servingFolder() });
  assert.match(stderr, /^slight: b\.example is no origin\. /);
});

test('--cert and --key serve HTTPS', { timeout }, async (t) => {
  await using folder = await makeCertificate();
  const file = (name: string) => path.join(folder.path, name);
  const flags = ['--cert', file('cert.pem'), '--key', file('key.pem')];
  const app = await startServing(t, [...flags, guestFile('c-wasi-http')]);
  assert.match(app.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const ca = readFileSync(file('cert.pem'));
  const [answer] = (await once(get(`${app.url}/headers`, { ca }), 'response')) as [IncomingMessage];
  assert.equal(answer.statusCode, 200);
  // 1: HTTPS
  assert.match(await text(answer), /^scheme 1$/m);
  await assert.rejects(fetch(app.url.replace('https', 'http')));
});

test('--cert and --key belong together', () => {
  const cwd = servingFolder();
  const refused = (...args: string[]) => slight(['run', ...args, legacy], { cwd }).stderr;
  assert.match(refused('--cert', 'a.pem'), /^slight: --cert is of no use without --key\. /);
  assert.match(refused('--key', 'a.pem'), /^slight: --key is of no use without --cert\. /);
  assert.match(refused('--cert', 'a.pem', '--key', 'a.pem'), /^slight: a\.pem cannot be read/);
  const file = 'slightfile.toml';
  assert.match(
    refused('--cert', file, '--key', file),
    /HTTPS cannot be served: the certificate or the key is no PEM/,
  );
});
