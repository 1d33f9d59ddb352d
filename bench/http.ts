/** Requests to an app that serves, beside plain node:http, workerd, miniflare and jco serve. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startRedis } from '../test/contract/servers.ts';
import { Redis } from 'ioredis';
import type { Benchmark, Effort, Highlight } from './benchmark.ts';
import { guest } from './guests.ts';
import { jcoServe, miniflare, plainNode, slightRun, start, workerd } from './http/contestants.ts';
import type { Contestant, Serving } from './http/contestants.ts';
import { load } from './http/load.ts';
import type { Counted } from './http/load.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';
import { scratch } from './scratch.ts';

/** What is asked of each. */
interface Question {
  readonly title: string;
  readonly path: string;
  /** Bytes that are posted. */
  readonly length: number;
}

const hello: Question = { title: 'hello', path: '/hello', length: 0 };
const keyvalue: Question = { title: 'one Redis GET a request', path: '/keyvalue', length: 0 };
const body: Question = { title: 'a body of 1 MB, there and back', path: '/echo', length: 1_000_000 };

/** Of bodies of 1 MB it answers some, and then none any more. */
const jcoServes = 'jco serve, of the C component';

/** The limit that the others are held against. */
const limit = 'plain node:http';

export const http: Benchmark = {
  name: 'http',
  title: 'Requests to an app that serves HTTP',
  versions: [
    ['redis-server', '--version'],
    ['wrk', '--version'],
  ],
  async measure(effort) {
    await using redis = await startRedis();
    const address = `redis://127.0.0.1:${redis.port}`;
    await fill(address);
    await using folder = await scratch();
    const slightfile = await slightfileIn(folder.path, address);
    const own = {
      'slight, a C component': slightRun(slightfile, await guest('c-wasi-http')),
      'slight, a Rust component': slightRun(slightfile, await guest('rust-wasi-http')),
      'slight, a JavaScript component': slightRun(slightfile, await guest('js-wasi-http')),
      'slight, a legacy C guest': slightRun(slightfile, await guest('c-http-0.5')),
    };
    const rivals: Readonly<Record<string, Contestant>> = effort.rivals
      ? {
          workerd: await workerd(folder.path),
          miniflare,
          // one that imports nothing but WASI
          [jcoServes]: jcoServe(await guest('c-wasi-http-0.2.3')),
        }
      : {};
    const all = { [limit]: plainNode(address), ...rivals, ...own };
    await using servers = new AsyncDisposableStack();
    const serving: Record<string, Serving> = {};
    for (const [name, one] of Object.entries(all)) serving[name] = servers.use(await start(one));
    // the legacy guest opens no store
    const withStores = Object.fromEntries(
      Object.entries(serving).filter(([name]) => name === limit || /^slight.*component$/.test(name)),
    );
    const withBodies = Object.fromEntries(Object.entries(serving).filter(([name]) => name !== jcoServes));
    const parts = [
      await compare(hello, 8, serving, effort),
      // a short look needs one of the two
      ...(effort.rounds > 1 ? [await compare(hello, 64, serving, effort)] : []),
      await compare(keyvalue, 64, withStores, effort),
      await compare(body, 8, withBodies, effort),
    ];
    return {
      text: [
        'wrk, one thread, each connection with its next request after the last answer; the server and wrk share the machine. `jco serve` stops answering bodies of 1 MB after some, and is left out there. Requests a second, and how long half of the requests (p50) and 99 of 100 (p99) took at most.',
        ...parts.map(({ text }) => text),
      ].join('\n\n'),
      highlights: parts.map(({ highlight }) => highlight),
    };
  },
};

interface Compared {
  readonly text: string;
  readonly highlight: Highlight;
}

async function compare(
  { title, path: target, length }: Question,
  connections: number,
  serving: Readonly<Record<string, Serving>>,
  { rounds }: Effort,
): Promise<Compared> {
  const counted: Record<string, Counted[]> = {};
  const seconds = rounds > 1 ? 3 : 1;
  const rates = await inTurn(
    Object.fromEntries(
      Object.entries(serving).map(([name, { url }]) => [
        name,
        async () => {
          const one = await load(url + target, { connections, seconds, length });
          (counted[name] ??= []).push(one);
          return one.requests / one.seconds;
        },
      ]),
    ),
    // of seconds each
    Math.ceil(rounds / 4),
    { warmUp: rounds > 1 ? 1 : 0 },
  );
  const of = (name: string) => rates[name] ?? [];
  const latency = (name: string, which: 'p50' | 'p99') =>
    round(median((counted[name] ?? []).slice(-of(name).length).map((one) => one[which] / 1000)));
  const rows = Object.keys(rates).map((name) => [
    name,
    round(median(of(name))),
    round(ratio(of(name), of(limit))),
    latency(name, 'p50'),
    latency(name, 'p99'),
  ]);
  const what = `${title}, ${connections} connections`;
  const beside = Object.fromEntries(
    [limit, 'workerd'].filter((name) => name in rates).map((name) => [name, of(name)]),
  );
  return {
    text: `### ${what}\n\n${table(['', 'requests a second', `× ${limit}`, 'p50, ms', 'p99, ms'], rows)}`,
    highlight: {
      what: `requests a second to a C component: ${what}`,
      ours: of('slight, a C component'),
      beside,
    },
  };
}

async function fill(address: string): Promise<void> {
  const client = new Redis(address);
  await client.set('bench:key', 'x'.repeat(100));
  await client.quit();
}

async function slightfileIn(folder: string, address: string): Promise<string> {
  const file = path.join(folder, 'slightfile.toml');
  await writeFile(
    file,
    `specversion = "0.2"

[[capability]]
resource = "http"
name = "web"

[[capability]]
resource = "keyvalue.redis"
name = "bench"

    [capability.configs]
    REDIS_ADDRESS = "${address}"
`,
  );
  return file;
}
