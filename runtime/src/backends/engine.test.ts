/** What answers in the place of an engine may never come to an end. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { engineAt } from './engine.ts';
import type { Engine } from './engine.ts';

const { signal } = new AbortController();

const ways: Readonly<Record<string, [status: number, ask: (engine: Engine) => Promise<unknown>]>> = {
  'an answer': [200, (engine) => engine.call('GET', '/_ping', { signal })],
  'a refusal': [500, (engine) => engine.call('GET', '/_ping', { signal })],
  'a line': [
    200,
    (engine) => engine.lines('POST', '/images/create', { signal })[Symbol.asyncIterator]().next(),
  ],
};

for (const [what, [status, ask]] of Object.entries(ways)) {
  test(`${what} without an end is left`, async () => {
    const more = Buffer.alloc(2 ** 20, 'x');
    const server = createServer((_, response) => {
      response.writeHead(status);
      const write = () => {
        if (!response.destroyed) response.write(more, write);
      };
      write();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await assert.rejects(ask(engineAt(`http://127.0.0.1:${port}`, {})), /^Error: its answer does not end$/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}
