/**
 * `--workers N`: whole runtimes, a process each, on one port. This process takes the connections and hands them round,
 * which is even, and one that computes for ever gets one more at most. (Measured with four workers beside it: by
 * SO_REUSEPORT, 10 of 40 connections came to one that computes for ever; of a socket that all share, one worker took seven
 * times the connections of another.) It runs no guest, and so can do what a worker that computes cannot: take signals.
 */
import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { usual } from '../app/address.ts';
import type { ServeByOthers } from '../app/run.ts';
import { printableLine } from '../terminal/printable.ts';
import { chosenPorts } from './orders.ts';
import type { Order, Told } from './orders.ts';

/** One that has lived this long did not die of how it begins, in milliseconds. */
const settledAfter = 10_000;

/** The longest pause before the next one, in milliseconds. */
const longestPause = 30_000;

/** How long workers may take to say what is under way, in milliseconds. */
const countingTime = 1_000;

/** How long one that is to end at once may take, in milliseconds. */
const endingTime = 2_000;

/** @param say tells the user a sentence, on a line of its own */
export function byWorkers(count: number, say: (sentence: string) => void): ServeByOthers {
  return async ({ trace, stop, grace, listen }) => {
    const ports = await freePorts(listen?.host);
    cluster.schedulingPolicy = cluster.SCHED_RR;
    cluster.setupPrimary({ exec: process.argv[1] ?? '', args: process.argv.slice(2) });
    const result = Promise.withResolvers<number>();
    const urls = new Set<string>();
    let isEnding = false;
    /** How many have died one after the other of how they begin. */
    let inVain = 0;

    const begin = () => {
      const worker = cluster.fork({ [chosenPorts]: ports.join(',') });
      const since = performance.now();
      worker.on('message', (told: Told) => {
        if (told.type !== 'listening' || urls.has(told.url)) return;
        urls.add(told.url);
        trace.emit(told);
        // the others begin when it is known that one can
        if (urls.size === 1) for (let others = count - 1; others > 0; others--) begin();
      });
      // its channel breaks when it ends, which is told of below
      worker.on('error', () => undefined);
      worker.on('exit', (code: number | null, signal: string | null) => {
        if (isEnding) settle();
        else if (urls.size === 0) end(code ?? 1);
        else replace(signal ?? `exit code ${code}`, performance.now() - since);
      });
    };
    const replace = (how: string, lived: number) => {
      inVain = lived < settledAfter ? inVain + 1 : 0;
      const pause = inVain < 2 ? 0 : Math.min(1000 * 2 ** (inVain - 2), longestPause);
      const when = pause === 0 ? '' : ` in ${pause / 1000} s`;
      say(`A worker ended (${printableLine(how)}); another takes its place${when}.`);
      setTimeout(() => !isEnding && begin(), pause);
    };
    const settle = () => {
      if (all().length === 0) result.resolve(0);
    };
    const end = (code: number) => {
      isEnding = true;
      result.resolve(code);
    };

    begin();
    stop.drain().addEventListener('abort', () => {
      isEnding = true;
      void underWay(all()).then((requests) => trace.emit({ type: 'draining', requests }));
      order(all(), 'drain', grace + endingTime);
      settle();
    });
    stop.signal.addEventListener('abort', () => {
      order(all(), 'end', endingTime);
      settle();
    });
    const code = await result.promise;
    stop.signal.throwIfAborted();
    return code;
  };
}

/** Of so many addresses of an app, the ports are chosen here where nobody names them. */
const mostChosen = 8;

/** Chosen here, so that workers that begin when all the others have died listen where those did. */
async function freePorts(host = usual.host): Promise<readonly number[]> {
  const servers = Array.from({ length: mostChosen }, () => createServer());
  try {
    const listening = servers.map((server) => once(server.listen(0, host), 'listening'));
    await Promise.all(listening);
    return servers.map((server) => (server.address() as AddressInfo).port);
  } catch {
    // the worker tells why
    return [];
  } finally {
    for (const server of servers) server.close();
  }
}

function all(): readonly Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

/** Tells them what to do; those that have not ended after that time, in milliseconds, are killed. */
function order(workers: readonly Worker[], what: Order, time: number): void {
  for (const worker of workers) {
    // one whose channel is broken is about to end
    if (worker.isConnected()) worker.send(what, () => undefined);
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), time);
    worker.once('exit', () => clearTimeout(timer));
  }
}

/** How many requests are under way. */
async function underWay(workers: readonly Worker[]): Promise<number> {
  const counts = workers.map(async (worker) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    worker.on('message', (told: Told) => told.type === 'draining' && resolve(told.requests));
    worker.once('exit', () => resolve(0));
    // one that does not say is busy with one
    setTimeout(() => resolve(1), countingTime).unref();
    return promise;
  });
  return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
}
