import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { NoAnswer, send } from './request.ts';

const never = new AbortController().signal;

/** The URL of a server that answers so. */
async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a body goes out as it is, and the answer comes back as it is', async (t) => {
  const url = await serve(t, (request, response) => {
    response.writeHead(207, 'Some', [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-Got', `${request.method} ${request.url} ${request.headers['content-type']}`],
    ]);
    request.pipe(response);
  });
  const body = Buffer.from([0, 1, 255]);
  const answer = await send({ method: 'DELETE', url: `${url}/a?b=%2F`, body, contentType: 'x/y' }, never);
  assert.equal(answer.status, 207);
  assert.equal(answer.statusText, 'Some');
  assert.deepEqual(Buffer.from(answer.body), body);
  assert.deepEqual(
    answer.headers.filter(([name]) => name === 'set-cookie' || name === 'x-got'),
    [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-got', 'DELETE /a?b=%2F x/y'],
    ],
  );
});

test('a redirect is an answer', async (t) => {
  const url = await serve(t, (_, response) => void response.writeHead(302, { location: '/other' }).end());
  const { status, headers } = await send({ method: 'POST', url }, never);
  assert.equal(status, 302);
  assert.ok(headers.some(([name, value]) => name === 'location' && value === '/other'));
});

test('where there is no answer, one sentence says why', async (t) => {
  const closes = await serve(t, (request) => void request.socket.destroy());
  const breaks = await serve(t, (request, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('half', () => request.socket.destroy());
  });
  // nobody listens on a port that was free a moment before
  const gone = createServer();
  await new Promise<void>((resolve) => void gone.listen(0, '127.0.0.1', resolve));
  const refuses = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
  await new Promise((resolve) => gone.close(resolve));
  const why = (url: string) =>
    send({ method: 'PUT', url: `${url}/a` }, never).then(
      () => 'an answer',
      (error: unknown) => (error instanceof NoAnswer ? error.message : error),
    );
  assert.equal(await why(refuses), `${refuses} refused the connection: nothing listens there.`);
  for (const url of [closes, breaks])
    assert.equal(await why(url), `${url} closed the connection before all of the answer had come.`);
  assert.match(String(await why('https://127.0.0.1:1')), /^https:\/\/127\.0\.0\.1:1 .*\.$/);
});

test('one that is cancelled ends at once, whatever had come of the answer', async (t) => {
  const abort = new AbortController();
  const url = await serve(t, (_, response) => {
    response.writeHead(200);
    response.write('endless', () => abort.abort());
  });
  await assert.rejects(send({ method: 'POST', url }, abort.signal), { name: 'AbortError' });
});
