/** How an app that serves ends: what is under way is waited for, until somebody is in a hurry. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { guestFile, servingFolder, startServing } from '../../../test/serving.ts';
import type { Serving } from '../../../test/serving.ts';

const guest = guestFile('c-serving');
const store = '[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n';
const redis = '[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n';

/** Of a run that does not end, in milliseconds. */
const timeout = 60_000;

/** What the log says of a request that was under way then. */
const cutShort =
  /^slight {2}GET \/print\/begun\/wait\/600000 cut short \d\S* m?s\n {2}The server ended before the answer was out\.\n$/m;

/** Asks for an answer that takes this time, and waits until the guest is at work. */
async function begin(app: Serving, milliseconds: number): Promise<{ readonly answer: Promise<string> }> {
  const answer = fetch(`${app.url}/print/begun/wait/${milliseconds}`).then((one) => one.text());
  answer.catch(() => undefined);
  await app.printed(/begun/);
  return { answer };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} lets a request that is under way end, and takes no more`, { timeout }, async (t) => {
    const app = await startServing(t, [guest], { cwd: servingFolder(store) });
    const { answer } = await begin(app, 1_500);
    app.process.kill(signal);
    await app.until(/^slight {2}Draining: 1 request is under way; Ctrl-C again ends it now\.$/m);
    await assert.rejects(fetch(app.url));
    assert.equal(await answer, 'done');
    assert.equal(await app.ended, 0);
    assert.match(app.told, /GET \/print\/begun\/wait\/1500 200 1\.\d s\n$/);
  });
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`a second ${signal} ends what is under way`, { timeout }, async (t) => {
    const app = await startServing(t, [guest], { cwd: servingFolder(store) });
    const { answer } = await begin(app, 600_000);
    app.process.kill(signal);
    await app.until(/Draining/);
    // one that comes at once is the same one, handed on by somebody
    app.process.kill(signal);
    await delay(200);
    app.process.kill(signal);
    assert.equal(await app.ended, code);
    assert.equal(await answer.catch(() => 'broken off'), 'broken off');
    assert.match(app.told, cutShort);
  });
}

test('a terminal that is closed may say so twice', { timeout }, async (t) => {
  const app = await startServing(t, [guest], { cwd: servingFolder(store) });
  const { answer } = await begin(app, 1_500);
  app.process.kill('SIGHUP');
  await app.until(/Draining/);
  await delay(200);
  app.process.kill('SIGHUP');
  assert.equal(await answer, 'done');
  assert.equal(await app.ended, 0);
});

test('what does not end within the grace is ended', { timeout }, async (t) => {
  const app = await startServing(t, ['--grace', '0.2', guest], { cwd: servingFolder(store) });
  const { answer } = await begin(app, 600_000);
  app.process.kill('SIGTERM');
  assert.equal(await app.ended, 0);
  assert.equal(await answer.catch(() => 'broken off'), 'broken off');
  assert.match(app.told, cutShort);
});

test(
  'an answer whose client is slow is told as cut short, and not as a client that has gone',
  { timeout },
  async (t) => {
    const args = ['--grace', '0.2', guestFile('c-wasi-http')];
    const app = await startServing(t, args, { cwd: servingFolder() });
    // 40 MB, of which it reads what comes at first
    const { body } = await fetch(`${app.url}/large/40000`);
    await body?.getReader().read();
    app.process.kill('SIGINT');
    assert.equal(await app.ended, 0);
    assert.match(
      app.told,
      /GET \/large\/40000 200 \S+ m?s\n {2}The server ended before the answer was out\./,
    );
    assert.doesNotMatch(app.told, /client has gone/);
  },
);

test('with a server that it started, it ends the same, and the server with it', { timeout }, async (t) => {
  const app = await startServing(t, ['--backends', 'local', guest], { cwd: servingFolder(redis) });
  const answer = fetch(`${app.url}/get/a/print/begun/wait/1500/get/a`).then((one) => one.text());
  await app.printed(/begun/);
  app.process.kill('SIGINT');
  assert.equal(await answer, 'done');
  assert.equal(await app.ended, 0);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends an app whose guest computes without end`, { timeout }, async (t) => {
    const app = await startServing(t, ['--timeout', '0', guest], { cwd: servingFolder(store) });
    fetch(`${app.url}/print/begun/spin/x`).catch(() => undefined);
    await app.printed(/begun/);
    // as somebody does who waits for it
    const again = setInterval(() => app.process.kill(signal), 500);
    t.after(() => clearInterval(again));
    assert.equal(await app.ended, signal);
  });
}

test('signals end an app where one guest after the other computes', { timeout }, async (t) => {
  const app = await startServing(t, ['--timeout', '3', guestFile('c-http-0.5')], {
    cwd: servingFolder(store),
  });
  const start = performance.now();
  const guests = 8;
  for (let left = guests; left > 0; left -= 1) fetch(`${app.url}/spin`).catch(() => undefined);
  await delay(1_000);
  const again = setInterval(() => app.process.kill('SIGINT'), 500);
  t.after(() => clearInterval(again));
  assert.equal(await app.ended, 'SIGINT');
  assert.ok(performance.now() - start < guests * 3_000, 'not all of them were waited for');
});

test('an app that drains is ended after its grace, also where its guest computes', { timeout }, async (t) => {
  const args = ['--timeout', '0', '--grace', '1', guest];
  const app = await startServing(t, args, { cwd: servingFolder(store) });
  fetch(`${app.url}/print/begun/wait/500/spin/x`).catch(() => undefined);
  await app.printed(/begun/);
  app.process.kill('SIGTERM');
  assert.equal(await app.ended, 'SIGTERM');
});

test('a signal that comes while the guest computes is heard when it gives way', { timeout }, async (t) => {
  const app = await startServing(t, ['--timeout', '4', guest], { cwd: servingFolder(store) });
  const answer = fetch(`${app.url}/print/begun/spin/x`);
  await app.printed(/begun/);
  app.process.kill('SIGTERM');
  assert.equal((await answer).status, 504);
  assert.equal(await app.ended, 0);
  // what had V8 interrupt it is nothing that the end waits for
  assert.doesNotMatch(app.told, /debugger/);
});
