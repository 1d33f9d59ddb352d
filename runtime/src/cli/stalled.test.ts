/** Clients that take nothing of their answer, or send no more of their body, do not hold an instance for ever. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { guestFile, startServing } from '../../../test/serving.ts';

/** Of a server that waits for them, in milliseconds. */
const timeout = 60_000;

async function client(url: string, lines: readonly string[]): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`${lines.join('\r\n')}\r\n`);
  return socket;
}

test('the only instance is had again from a client that reads nothing', { timeout }, async (t) => {
  const args = ['--instances', '1', '--stall-timeout', '0.5', guestFile('c-wasi-http')];
  const app = await startServing(t, args);
  const socket = await client(app.url, ['GET /large/20000 HTTP/1.1', 'Host: a', '']);
  t.after(() => socket.destroy());
  await app.until(/GET \/large\/20000 200 /);
  assert.equal(await (await fetch(`${app.url}/hello`)).text(), 'hello');
});

test('a body that stops once its answer has begun ends with it', { timeout }, async (t) => {
  const args = ['--instances', '1', '--stall-timeout', '0.5', guestFile('c-wasi-http')];
  const app = await startServing(t, args);
  const head = ['POST /echo HTTP/1.1', 'Host: a', 'Content-Length: 200000', '', 'x'.repeat(100_000)];
  const socket = await client(app.url, head);
  t.after(() => socket.destroy());
  socket.resume();
  await once(socket, 'close');
  assert.equal(await (await fetch(`${app.url}/hello`)).text(), 'hello');
});

test(
  'a log that nobody reads keeps no request waiting, and says what it left out',
  { timeout },
  async (t) => {
    const app = await startServing(t, [guestFile('c-http-0.5')]);
    app.process.stderr?.pause();
    // what the system and both ends keep is a few hundred KiB
    const long = `${app.url}/${'x'.repeat(250)}`;
    for (let count = 0; count < 50; count++) {
      const answers = Array.from({ length: 50 }, async () => (await fetch(long)).status);
      assert.deepEqual(new Set(await Promise.all(answers)), new Set([404]));
    }
    app.process.stderr?.resume();
    const [, count] = await app.until(
      /^slight: (\d+) lines are left out here, which nobody read in time\.$/m,
    );
    assert.equal(await (await fetch(`${app.url}/hello`)).text(), 'hello');
    app.process.kill('SIGTERM');
    assert.equal(await app.ended, 0);
    assert.equal((app.told.match(/ 404 /g)?.length ?? 0) + Number(count), 2500);
    assert.match(app.told, /GET \/hello 200 \S+ ms\n$/);
  },
);
