/** The events of requests in a trace: what each request's guest called and printed is told as its own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { talk } from '../../../test/http/wire.ts';
import { guestFile, servingFolder, startServing } from '../../../test/serving.ts';
import type { TraceEvent } from '../trace/events.ts';

const store = '[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n';

/** Of a run that does not end, in milliseconds. */
const timeout = 60_000;

function readTrace(folder: string): readonly TraceEvent[] {
  const lines = readFileSync(path.join(folder, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TraceEvent);
}

test(
  'fifty requests at once, twice: calls and prints are of the request that they are for',
  { timeout },
  async (t) => {
    const app = await startServing(t, ['--trace', 'trace.jsonl', guestFile('c-serving')], {
      cwd: servingFolder(store),
    });
    const names = Array.from({ length: 100 }, (_, at) => `r${at}`);
    // kept instances answer the second fifty
    for (const some of [names.slice(0, 50), names.slice(50)]) {
      await Promise.all(
        some.map((name) =>
          fetch(`${app.url}/get/${name}/print/${name}/wait/20/get/${name}`).then((one) => one.text()),
        ),
      );
    }
    app.process.kill('SIGTERM');
    await app.ended;
    const events = readTrace(app.cwd);
    const requests = events.filter((event) => event.type === 'request');
    assert.equal(requests.length, 100);
    for (const request of requests) {
      const name = /^\/get\/([^/]+)/.exec(request.target)?.[1];
      const own = events.filter(({ parent }) => parent === request.seq);
      const gets = own.filter((event) => event.type === 'call' && event.function !== 'open');
      assert.deepEqual(
        gets.map((event) => event.type === 'call' && event.arguments),
        [[name], [name]],
      );
      const printed = own.map((event) => (event.type === 'stdout' ? event.text : '')).join('');
      assert.equal(printed, `${name}\n`);
    }
    const answers = events.filter((event) => event.type === 'answer');
    assert.deepEqual(
      answers.map(({ request }) => request).toSorted((a, b) => a - b),
      requests.map(({ request }) => request),
    );
    assert.ok(
      answers.every(({ status, duration, reason }) => status === 200 && duration > 0 && reason === undefined),
    );
  },
);

test(
  'a trace has where it listens, what came, why it was not answered, and how it ended',
  { timeout },
  async (t) => {
    const app = await startServing(t, ['--trace', 'trace.jsonl', guestFile('c-serving')], {
      cwd: servingFolder(store),
    });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    await fetch(`${app.url}/trap/-?a=b`, { method: 'PATCH', headers: { traceparent } });
    app.process.kill('SIGTERM');
    await app.ended;
    const events = readTrace(app.cwd);
    const { type, url } = events.find((event) => event.type === 'listening') ?? assert.fail();
    assert.deepEqual([type, url], ['listening', app.url]);
    const request = events.find((event) => event.type === 'request') ?? assert.fail();
    assert.deepEqual([request.method, request.target, request.traceId], ['PATCH', '/trap/-?a=b', traceId]);
    assert.match(request.spanId ?? '', /^[0-9a-f]{16}$/);
    const answer = events.find((event) => event.type === 'answer') ?? assert.fail();
    assert.deepEqual([answer.request, answer.status], [request.request, 500]);
    assert.match(answer.reason ?? '', /^The guest ran into `unreachable`/);
    assert.deepEqual(
      events.slice(-2).map((event) => event.type),
      ['draining', 'exit'],
    );
    const told = app.told.split('\n');
    const at = told.findIndex((line) => line.includes('PATCH'));
    assert.match(told[at] ?? '', /^slight {2}PATCH \/trap\/-\?… 500 /);
    assert.match(told[at + 1] ?? '', /^ {2}The guest ran into `unreachable`/);
  },
);

test('what the server refuses by itself is in the log and in the trace', { timeout }, async (t) => {
  const flags = ['--trace', 'trace.jsonl', '--head-timeout', '0.2', '--max-body', '2'];
  const app = await startServing(t, [...flags, guestFile('c-serving')], { cwd: servingFolder(store) });
  for (const text of [
    'GARBAGE\n\n',
    'GET /slow HTTP/1.1\nHost',
    `GET /large HTTP/1.1\nX: ${'a'.repeat(20_000)}\n\n`,
    'GET /hostless HTTP/1.1\n\n',
    'POST /body HTTP/1.1\nHost: a\nContent-Length: 3\n\nabc',
    'GET http://user:secret@host/url HTTP/1.1\nHost: a\n\n',
    'CONNECT user:secret@host:1 HTTP/1.1\nHost: a\n\n',
  ])
    await talk(app.url, text);
  app.process.kill('SIGTERM');
  await app.ended;
  const [, log = ''] = app.told.split(/Listening on .*\n/);
  assert.deepEqual(log.replaceAll(/ \d+\.\d ms$/gm, '').split('\n'), [
    'slight  - 501',
    '  This server does not know the method of the request.',
    'slight  - 408',
    '  The request did not come in time.',
    'slight  GET /large 431',
    '  The header fields of the request are larger than this server takes.',
    'slight  GET /hostless 400',
    'slight  POST /body 413',
    'slight  GET http://••••@host/url 400',
    'slight  CONNECT ••••@host:1 501',
    '  CONNECT is not served here: this is no proxy.',
    '',
  ]);
  const events = readTrace(app.cwd);
  const told = events.flatMap((one) => (one.type === 'refused' || one.type === 'answer' ? [one.status] : []));
  assert.deepEqual(told, [501, 408, 431, 400, 413, 400, 501]);
  assert.ok(!JSON.stringify(events).includes('secret'));
});

test('--quiet leaves the log out, and not what went wrong', { timeout }, async (t) => {
  const app = await startServing(t, ['-q', guestFile('c-serving')], {
    cwd: servingFolder(store),
    byChannel: true,
  });
  await fetch(`${app.url}/get/a`);
  await fetch(`${app.url}/trap/-`);
  await talk(app.url, 'GARBAGE\n\n');
  app.process.kill('SIGTERM');
  await app.ended;
  assert.match(
    app.told,
    /^slight {2}Listening on \S+\nslight: GET \/trap\/- 500: The guest ran into `unreachable`[^\n]*\n$/,
  );
});
