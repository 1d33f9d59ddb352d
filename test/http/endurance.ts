/** Many requests to an app that keeps what it is sent in a Redis that is killed again and again meanwhile. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '@slight/runtime/backends/address.ts';
import { serving } from '../runtime/serving.ts';

export interface Endurance {
  readonly requests: number;
  /** How often Redis is killed, evenly among the requests. */
  readonly kills: number;
  /** Told the requests that were made, and the memory of the app in bytes, a hundred times in all. */
  readonly onMemory?: (requests: number, bytes: number) => void;
}

/** Requests that are under way at once. */
const atOnce = 32;

/**
 * Half of the requests write, each under a key of its own, and half read what was written.
 * @throws AssertionError where a write that was acknowledged is lost, or the app keeps descriptors that it does not need
 */
export async function endure({ requests, kills, onMemory }: Endurance): Promise<void> {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-endurance-'));
  await using redis = await durableRedis(folder.path);
  await using app = await serving('c-wasi-http', {
    capabilities: [['keyvalue.redis', 'bench', { REDIS_ADDRESS: `redis://127.0.0.1:${redis.port}` }]],
    flags: ['--listen', '127.0.0.1:0'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const ask = (method: string, key: string, body?: string) =>
    send(agent, `${app.url}/keyvalue/${key}`, method, body);
  assert.equal((await ask('PUT', 'first', 'first')).status, 204);
  const before = await descriptors(app.pid);

  const acknowledged = new Map<string, string>();
  let made = 0;
  const turn = async () => {
    while (made < requests) {
      const number = made++;
      if (number % Math.ceil(requests / (kills + 1)) === 0 && number > 0) void redis.restart();
      if (number % Math.ceil(requests / 100) === 0) onMemory?.(number, await memory(app.pid));
      const key = `key-${Math.floor(number / 2)}`;
      if (number % 2 === 0) {
        const value = `value-${number}`;
        if ((await ask('PUT', key, value)).status === 204) acknowledged.set(key, value);
      } else {
        const known = acknowledged.get(key);
        const { status, text } = await ask('GET', key);
        if (status === 200 && known !== undefined) assert.equal(text, known);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  agent.destroy();

  await redis.settled();
  assert.ok(
    acknowledged.size > requests / 4,
    `${acknowledged.size} of ${requests / 2} writes were acknowledged`,
  );
  const client = new Redis(redis.port);
  for (const keys of chunks([...acknowledged.keys()], 1000)) {
    const values = await client.mget(keys.map((key) => `bench:${key}`));
    assert.deepEqual(
      values,
      keys.map((key) => acknowledged.get(key)),
      'what was acknowledged is there',
    );
  }
  await client.quit();
  // connections of clients that have gone are closed soon, and not at once
  for (let patience = 100; (await descriptors(app.pid)) > before && patience > 0; patience -= 1)
    await delay(100);
  assert.ok((await descriptors(app.pid)) <= before, 'no descriptor is left');
  assert.equal((await app.stop()).code, 0);
}

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

function send(agent: Agent, url: string, method: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

interface DurableRedis extends AsyncDisposable {
  readonly port: number;
  /** Kills it, and starts it again with what it has acknowledged. */
  restart(): Promise<void>;
  /** Settles when it answers, and none of its starts is under way. */
  settled(): Promise<void>;
}

/** A Redis that writes everything down before it answers. */
async function durableRedis(folder: string): Promise<DurableRedis> {
  const port = await freePort();
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(
      'redis-server',
      [
        ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', ''],
        ...['--appendonly', 'yes', '--appendfsync', 'always', '--loglevel', 'warning'],
      ],
      { stdio: 'ignore' },
    );
    const client = new Redis(port, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
    return child;
  };
  const kill = async (child: ChildProcess) => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  let running = start();
  await running;
  return {
    port,
    restart: async () => {
      const before = running;
      running = before.then(async (child) => {
        await kill(child);
        return start();
      });
      await running;
    },
    settled: async () => {
      await running;
    },
    [Symbol.asyncDispose]: async () => kill(await running),
  };
}

async function descriptors(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** The resident memory, in bytes. */
async function memory(pid: number): Promise<number> {
  const pages = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1];
  return Number(pages) * 4096;
}

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}
