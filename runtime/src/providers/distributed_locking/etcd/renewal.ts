/**
 * Keeps leases alive, in a thread of its own: the one that guests run in hears of nothing while a guest computes, and a
 * lock that is held must not be lost by that. The thread costs two milliseconds once, and is there when a lease is first
 * kept.
 */
import { Worker } from 'node:worker_threads';
import type { EtcdEndpoint } from './endpoint.ts';

// in a text of its own, because what is bundled is one file a program
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { host, port, tls, deadline } = workerData;
const { request, Agent } = require(tls ? 'node:https' : 'node:http');
const agent = new Agent({ keepAlive: true });
const leases = new Map();

// timers count in 32 bits
const period = (seconds) => Math.min(seconds * 1000 / 3, 1e9);

const renew = (id, lease) => {
  const sent = performance.now();
  const over = (lives) => {
    if (leases.get(id) !== lease) return;
    const now = performance.now();
    if (lives) lease.until = sent + lease.seconds * 1000;
    if (lives === false || now >= lease.until) {
      leases.delete(id);
      parentPort.postMessage({ id, isGone: lives === false });
      return;
    }
    const pause = lives ? period(lease.seconds) : Math.min(500, lease.until - now);
    lease.timer = setTimeout(renew, pause, id, lease);
  };
  const content = JSON.stringify({ ID: id });
  const post = request({
    host, port, agent, method: 'POST', path: '/v3/lease/keepalive',
    headers: { 'Content-Type': 'application/json', 'Content-Length': content.length },
  });
  const timer = setTimeout(() => post.destroy(new Error()), Math.min(deadline, Math.max(50, lease.until - sent)));
  const end = (lives) => { clearTimeout(timer); over(lives); };
  post.on('error', () => end(undefined));
  post.on('response', (response) => {
    let text = '';
    response.on('data', (chunk) => (text += chunk));
    response.on('error', () => end(undefined));
    response.on('end', () => {
      try {
        const { result } = JSON.parse(text);
        // of a lease that is not there, no time to live comes back
        end(result ? Number(result.TTL ?? 0) > 0 : undefined);
      } catch {
        end(undefined);
      }
    });
  });
  post.end(content);
};

parentPort.on('message', ({ id, seconds, age }) => {
  clearTimeout(leases.get(id)?.timer);
  leases.delete(id);
  if (seconds === undefined) return;
  const until = performance.now() - age + seconds * 1000;
  const lease = { seconds, until, timer: undefined };
  leases.set(id, lease);
  lease.timer = setTimeout(renew, Math.max(0, period(seconds) - age), id, lease);
});
`;

interface Loss {
  readonly id: string;
  readonly isGone: boolean;
}

export class Renewal implements AsyncDisposable {
  readonly #start: () => Worker;
  /** Called once each, where a lease could not be kept. `isGone`: etcd says so; else it did not answer. */
  readonly #lost = new Map<string, (isGone: boolean) => void>();
  #worker: Worker | undefined;

  /** @param deadline for one answer, in milliseconds */
  constructor({ host, port, tls }: EtcdEndpoint, deadline: number) {
    this.#start = () => {
      const worker = new Worker(program, {
        eval: true,
        env: {},
        execArgv: [],
        workerData: { host, port, tls, deadline },
      });
      worker.on('message', ({ id, isGone }: Loss) => {
        const lost = this.#lost.get(id);
        this.#lost.delete(id);
        lost?.(isGone);
      });
      // it has no work without this thread
      worker.on('error', () => this.#loseAll());
      worker.unref();
      return worker;
    };
  }

  /**
   * Keeps a lease alive from now on.
   * @param granted when it was asked for, by performance.now()
   */
  keep(id: string, seconds: number, granted: number, lost: (isGone: boolean) => void): void {
    this.#lost.set(id, lost);
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, seconds, age: performance.now() - granted });
  }

  /** Lets it run out. */
  leave(id: string): void {
    if (this.#lost.delete(id)) this.#worker?.postMessage({ id });
  }

  #loseAll(): void {
    this.#worker = undefined;
    for (const lost of this.#lost.values()) lost(false);
    this.#lost.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lost.clear();
    await this.#worker?.terminate();
  }
}
