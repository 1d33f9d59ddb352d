/** What one request of an app that serves can do to the others: nothing. By what ships. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import { guestFile, servingFolder, startServing } from '../../../test/serving.ts';
import { slight } from './testing.ts';

const legacy = guestFile('c-http-0.5');
const component = guestFile('c-serving');
const hello = guestFile('c-hello');

/** Of a run that does not end, in milliseconds. */
const timeout = 60_000;

const endless = [
  { kind: 'legacy guest', guest: legacy, good: '/hello', bad: '/spin' },
  { kind: 'component', guest: component, good: '/print/x', bad: '/spin/-' },
] as const;

for (const { kind, guest, good, bad } of endless) {
  test(
    `a ${kind} that computes for ever is ended, and the next request is answered`,
    { timeout },
    async (t) => {
      const app = await startServing(t, ['--timeout', '0.3', guest]);
      const status = async (path: string) => (await fetch(`${app.url}${path}`)).status;
      assert.equal(await status(good), 200);
      assert.equal(await status(bad), 504);
      assert.equal(await status(good), 200);
      await app.until(/^ {2}The guest computed for longer than 0\.3 s at a stretch, and was stopped\.$/m);
    },
  );
}

test('a guest that waits for ever is ended, and keeps no other from its answer', { timeout }, async (t) => {
  const app = await startServing(t, ['--timeout', '1', component]);
  const waiting = fetch(`${app.url}/print/waiting/wait/600000`);
  await app.printed(/waiting/);
  assert.equal((await fetch(`${app.url}/print/x`)).status, 200);
  const answer = await waiting;
  assert.deepEqual([answer.status, await answer.text()], [504, 'The app took longer than 1 s to answer.\n']);
  await app.until(/^slight {2}GET \/print\/waiting\/wait\/600000 504 /m);
});

test(
  'the time that a client takes for its body and for the answer does not count',
  { timeout },
  async (t) => {
    const app = await startServing(t, ['--timeout', '0.3', guestFile('c-wasi-http')]);
    const slow = async function* () {
      for (const part of ['a', 'b', 'c', 'd', 'e', 'f']) {
        await delay(100);
        yield new TextEncoder().encode(part);
      }
    };
    const answer = await fetch(`${app.url}/echo`, { method: 'POST', body: slow(), duplex: 'half' } as never);
    assert.equal(await answer.text(), 'abcdef');
  },
);

/** A server that never answers; settles `left` when its client has gone. */
async function listenSilently(
  t: TestContext,
): Promise<{ at: string; came: Promise<unknown>; left: Promise<unknown> }> {
  const left = Promise.withResolvers<undefined>();
  const server = createServer((socket) => socket.resume().once('close', () => left.resolve(undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const came = once(server, 'connection');
  return { at: `127.0.0.1:${(server.address() as AddressInfo).port}`, came, left: left.promise };
}

test(
  'a guest that waits for another server is ended, and does not ask that any more',
  { timeout },
  async (t) => {
    const cwd = servingFolder('[[capability]]\nresource = "http-client"\nname = "*"\n');
    const flags = ['--timeout', '0.5'];
    const [legacy, component] = [await listenSilently(t), await listenSilently(t)];
    const one = await startServing(t, [...flags, guestFile('rust-relay')], { cwd });
    const asked = await fetch(`${one.url}/relay`, { method: 'POST', body: `http://${legacy.at}/` });
    assert.equal(asked.status, 504);
    const other = await startServing(t, [...flags, guestFile('js-relay')], { cwd });
    assert.equal((await fetch(`${other.url}/relay/${component.at}/`)).status, 504);
    await Promise.all([legacy.left, component.left]);
  },
);

test('what a guest waits for is given up when its client goes away', { timeout }, async (t) => {
  const cwd = servingFolder('[[capability]]\nresource = "http-client"\nname = "*"\n');
  const silent = await listenSilently(t);
  const app = await startServing(t, [guestFile('rust-relay')], { cwd });
  const client = new AbortController();
  const body = `http://${silent.at}/`;
  const asked = fetch(`${app.url}/relay`, { method: 'POST', body, signal: client.signal });
  await silent.came;
  client.abort();
  await assert.rejects(asked);
  await silent.left;
});

test('more requests than instances wait for their turn', { timeout }, async (t) => {
  const app = await startServing(t, ['--instances', '2', component]);
  const answers = await Promise.all(
    Array.from({ length: 65 }, async () => (await fetch(`${app.url}/wait/5`)).text()),
  );
  assert.deepEqual(answers, Array<string>(65).fill('done'));
});

test('more than may wait are told to come again', { timeout }, async (t) => {
  const app = await startServing(t, ['--instances', '1', '--waiting', '0', component]);
  const first = fetch(`${app.url}/print/begun/wait/600000`).catch(() => undefined);
  await app.printed(/begun/);
  const refused = await fetch(`${app.url}/print/x`);
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '1']);
  void first;
});

test('the call for a client that goes away ends, and makes room for the next', { timeout }, async (t) => {
  const app = await startServing(t, ['--instances', '1', component]);
  const client = new AbortController();
  const gone = fetch(`${app.url}/print/begun/wait/600000`, { signal: client.signal });
  await app.printed(/begun/);
  client.abort();
  await assert.rejects(gone);
  assert.equal((await fetch(`${app.url}/print/x`)).status, 200);
  await app.until(/^slight {2}GET \/print\/begun\/wait\/600000 client gone /m);
});

test('the memory of a guest grows as far as it may', { timeout }, async (t) => {
  const told = async (...flags: string[]) => {
    const app = await startServing(t, [...flags, component]);
    await fetch(`${app.url}/grow/32`);
    return (await app.printed(/.+/))[0];
  };
  assert.equal(await told('--memory', '16MiB'), 'no memory');
  assert.equal(await told(), 'grown');
});

test('a guest without end may compute for ever where it is told so', { timeout }, async (t) => {
  const app = await startServing(t, ['--timeout', '0', component]);
  assert.equal((await fetch(`${app.url}/wait/20`)).status, 200);
});

test('a guest that has more memory from its start than it may have is told, also of a command', () => {
  for (const guest of [hello, component]) {
    const { code, stderr } = slight(['run', '--memory', '64KiB', guest], { cwd: servingFolder() });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^slight: .*\.wasm has [\d.]+ MiB of memory from its start, and may have [\d.]+ MiB\. Allow it more with --memory\.$/m,
    );
  }
});

test('what is no bound is refused in a sentence', () => {
  for (const [flags, sentence] of [
    [['--timeout', 'soon'], '--timeout soon is no number of seconds. Write it as --timeout 30.'],
    [['--timeout', '-1'], '--timeout -1 is no number of seconds. Write it as --timeout 30.'],
    [['--instances', '0'], '--instances 0 is no number from 1 to 10000.'],
    [['--waiting', 'many'], '--waiting many is no number from 0 to 1000000.'],
    [['--memory', 'lots'], '--memory lots is no size. Write it as --memory 512MiB, or as bytes.'],
    [['--memory', '5GiB'], '--memory 5GiB is more than a guest can have: 4GiB, by addresses of 32 bits.'],
  ] as const) {
    const { code, stderr } = slight(['run', ...flags, component], { cwd: servingFolder() });
    assert.deepEqual([code, stderr], [2, `slight: ${sentence}\n`]);
  }
  const { stderr } = slight(['run', '--instances', '3', hello], { cwd: servingFolder() });
  assert.match(stderr, /^slight: --instances is for an app that serves HTTP, and /);
});
