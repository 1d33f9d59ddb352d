/** Load on a server of HTTP, by wrk: as many connections as are asked for, each with the next request after the last answer. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Load {
  readonly connections: number;
  readonly seconds: number;
  /** Bytes that each request posts; 0: it gets. */
  readonly length: number;
}

export interface Counted {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Connections, reads, writes, statuses of 400 and more, time-outs. */
  readonly failed: number;
  /** Latencies in microseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** @throws Error where a request failed: what does not answer has no speed */
export async function load(url: string, { connections, seconds, length }: Load): Promise<Counted> {
  const script = path.join(import.meta.dirname, 'report.lua');
  const { stdout } = await promisify(execFile)(
    'wrk',
    ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url],
    { env: { ...process.env, LENGTH: String(length) } },
  );
  const counted = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Counted;
  if (counted.failed > 0 || counted.requests === 0)
    throw new Error(`${url}: ${counted.failed} of ${counted.requests} requests failed.`);
  return counted;
}
