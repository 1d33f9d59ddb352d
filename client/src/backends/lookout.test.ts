import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createLookout } from './lookout.ts';

test('a server that stops is told once, and again after it was there again', async () => {
  const server = createServer((socket) => void socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const lookout = createLookout();
  const look = (): Promise<readonly string[]> => lookout.look([`127.0.0.1:${port}`]);
  assert.deepEqual(await look(), []);
  server.close();
  await once(server, 'close');
  assert.deepEqual(await look(), [`127.0.0.1:${port}`]);
  assert.deepEqual(await look(), []);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  assert.deepEqual(await look(), []);
  server.close();
  await once(server, 'close');
  assert.deepEqual(await look(), [`127.0.0.1:${port}`]);
});

test('only those that stopped are told', async () => {
  const up = new Set(['a:1', '[::1]:2']);
  const lookout = createLookout((address) => Promise.resolve(up.has(address)));
  assert.deepEqual(await lookout.look(['a:1', '[::1]:2']), []);
  up.delete('[::1]:2');
  assert.deepEqual(await lookout.look(['a:1', '[::1]:2']), ['[::1]:2']);
});
