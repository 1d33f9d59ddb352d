/** What distributed_locking.etcd does beyond its contract: where its server fails, renewal, and what is no etcd. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { openEtcd } from '@slight/runtime/providers/distributed_locking/etcd.ts';
import { contextOf } from './context.ts';
import { bytes } from './keyvalue-asserts.ts';
import { failsWith, numberOf } from './locking-asserts.ts';
import { lockingFaultContract } from './locking-faults.ts';
import { listen } from './own-server.ts';
import { startEtcd } from './servers.ts';
import type { TestServer } from './servers.ts';

const deadlines = { call: 2_000, lease: 2_000 };
const secret = 'correct horse / battery';

const open = (endpoint: string, name = 'locks') =>
  openEtcd(name, { ETCD_ENDPOINT: endpoint }, contextOf(), deadlines);

lockingFaultContract('distributed_locking.etcd', {
  start: () => startEtcd(secret),
  open: ({ port }, name, password = secret) =>
    open(`http://root:${encodeURIComponent(password)}@127.0.0.1:${port}`, name),
});

describe('distributed_locking.etcd', () => {
  let server: TestServer;
  before(async () => (server = await startEtcd()));
  after(() => server[Symbol.asyncDispose]());
  const here = () => `127.0.0.1:${server.port}`;

  test('renews a lock without a time to live, also while this thread computes', async () => {
    await using locks = await open(here());
    await using other = await open(here());
    const id = await locks.acquire(bytes('lock'));
    let isTaken = false;
    const waiting = other.acquire(bytes('lock')).finally(() => (isTaken = true));
    const until = performance.now() + 2.5 * deadlines.lease;
    while (performance.now() < until) continue;
    await delay(200);
    assert.equal(isTaken, false);
    await locks.release(id);
    await other.release(await waiting);
  });

  test('keeps a place in the line for longer than a lease, and the time to live counts from when it has the lock', async () => {
    await using locks = await open(here());
    await using other = await open(here());
    const id = await locks.acquire(bytes('line'));
    const waiting = other.acquire(bytes('line'), { timeToLive: 2_000 });
    await delay(4_500);
    await locks.release(id);
    const second = await waiting;
    await delay(1_500);
    await other.release(second);
  });

  test('tells a holder whose lease is gone that the lock is', async () => {
    await using locks = await open(here());
    const id = await locks.acquire(bytes('revoked'));
    const lease = BigInt(`0x${Buffer.from(id).toString('latin1', 21, 37)}`).toString();
    await fetch(`http://${here()}/v3/lease/revoke`, { method: 'POST', body: JSON.stringify({ ID: lease }) });
    await failsWith(['invalid-lock-id', 'lock-release-error'], locks.release(id));
  });

  test('does not give back by a forged id what is no lock of its own', async () => {
    await using locks = await open(here());
    await using others = await open(here(), 'others');
    const id = await others.acquire(bytes('lock'));
    await failsWith(['invalid-lock-id'], locks.release(id));
    const other = Buffer.from(id);
    other.write(String(numberOf(id) + 1n).padStart(20, '0'), 'latin1');
    await failsWith(['invalid-lock-id'], others.release(other));
    await others.release(id);
  });

  test('tells of a lock name that etcd does not take', async () => {
    await using locks = await open(here());
    const error = await failsWith(['lock-acquire-error'], locks.acquire(Buffer.alloc(3_000_000, 'x')));
    assert.match(error.message, /the name of the lock is too long/);
    await locks.release(await locks.acquire(bytes('lock')));
  });

  test('leaves no connection behind', async () => {
    await using between = await listen(
      net.createServer((socket) => {
        const onward = net.connect(server.port, '127.0.0.1');
        socket.pipe(onward).pipe(socket);
        onward.on('error', () => socket.destroy());
      }),
    );
    const count = () =>
      new Promise<number>((resolve) => between.server.getConnections((_, number) => resolve(number)));
    {
      await using locks = await open(`127.0.0.1:${between.port}`);
      await locks.acquire(bytes('left'));
      assert.ok((await count()) > 0);
    }
    // the other side learns of it a moment later
    for (let tries = 0; (await count()) > 0 && tries < 100; tries++) await delay(20);
    assert.equal(await count(), 0);
  });

  test('gives up with its run', async () => {
    const run = new AbortController();
    await using locks = await open(here());
    await using other = await openEtcd(
      'locks',
      { ETCD_ENDPOINT: here() },
      contextOf({ signal: run.signal }),
      deadlines,
    );
    await locks.acquire(bytes('lock'));
    const waiting = failsWith(['lock-acquire-error'], other.acquire(bytes('lock')));
    await delay(50);
    run.abort();
    await waiting;
  });
});

describe('what listens where no etcd does is told', () => {
  const html = () => createServer((_, response) => response.end('<p>hello'));
  const json = () => createServer((_, response) => response.end('{"hello":"world"}'));
  const text = () => net.createServer((socket) => socket.on('data', () => socket.end('+OK\r\n')));
  for (const [name, make] of Object.entries({ html, json, text })) {
    test(name, async () => {
      await using server = await listen<net.Server>(make());
      await failsWith(['protocol-error'], open(`127.0.0.1:${server.port}`));
    });
  }

  test('one that takes connections and says nothing is a lock-timeout-error', async () => {
    await using server = await listen(net.createServer(() => undefined));
    await failsWith(['lock-timeout-error'], open(`127.0.0.1:${server.port}`));
  });

  test('an endpoint that is none is told, without what is in it', async () => {
    for (const endpoint of [
      '',
      'redis://localhost',
      'http://root:hunter2@',
      'http://localhost/v3',
      'a:b:c',
    ]) {
      const error = await failsWith(['unexpected-error'], open(endpoint));
      assert.match(error.message, /^ETCD_ENDPOINT .* Write it as host:port/);
      assert.doesNotMatch(error.message, /hunter2/);
    }
  });
});
