/** The memory of an app that serves HTTP, over a million requests. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { guest } from './guests.ts';
import { slightRun, start } from './http/contestants.ts';
import type { Serving } from './http/contestants.ts';
import { load } from './http/load.ts';
import { scratch } from './scratch.ts';

/** Memory after so many requests. */
interface Sample {
  readonly requests: number;
  readonly bytes: number;
}

/** Points of a line in the chart: more cannot be told apart. */
const points = 20;

export const memory: Benchmark = {
  name: 'memory',
  title: 'Memory of an app that serves HTTP',
  versions: [['wrk', '--version']],
  async measure({ rounds }) {
    const requests = rounds > 1 ? 1_000_000 : 20_000;
    await using folder = await scratch();
    const slightfile = path.join(folder.path, 'slightfile.toml');
    await writeFile(slightfile, 'specversion = "0.2"\n\n[[capability]]\nresource = "http"\nname = "web"\n');
    const charts: string[] = [];
    const half = (samples: readonly Sample[], which: 0 | 1) => {
      const at = samples.length >> 1;
      return Math.max(
        ...(which === 0 ? samples.slice(0, at) : samples.slice(at)).map(({ bytes }) => bytes / 1e6),
      );
    };
    for (const [title, name] of [
      ['a C component', 'c-wasi-http'],
      ['a legacy C guest', 'c-http-0.5'],
    ] as const) {
      await using server = await start(slightRun(slightfile, await guest(name)));
      const samples = await sampled(server, requests);
      const [first, second] = [half(samples, 0), half(samples, 1)];
      charts.push(
        `${title}: at most ${first.toFixed(0)} MB in the first half of the requests, ${second.toFixed(0)} MB in the second.`,
        chart(title, samples),
      );
    }
    return {
      text: [
        `Resident memory (VmRSS) of the process that runs \`slight run\`, over ${requests.toLocaleString('en')} requests of hello by wrk with 64 connections.`,
        ...charts,
      ].join('\n\n'),
      highlights: [],
    };
  },
};

async function sampled({ url, pid }: Serving, requests: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [{ requests: 0, bytes: await resident(pid) }];
  for (let made = 0; made < requests;) {
    const counted = await load(`${url}/hello`, { connections: 64, seconds: 1, length: 0 });
    made += counted.requests;
    samples.push({ requests: made, bytes: await resident(pid) });
  }
  return samples;
}

/** Bytes, as proc(5) tells them of a process. */
async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** A chart of Mermaid, which GitHub draws. */
function chart(title: string, samples: readonly Sample[]): string {
  const every = Math.max(1, Math.ceil(samples.length / points));
  const drawn = samples.filter((_, index) => index % every === 0 || index === samples.length - 1);
  const most = Math.max(...samples.map(({ bytes }) => bytes / 1e6));
  return [
    '```mermaid',
    'xychart-beta',
    `  title "${title}"`,
    `  x-axis "requests, thousands" 0 --> ${Math.round((samples.at(-1)?.requests ?? 0) / 1000)}`,
    `  y-axis "MB" 0 --> ${Math.ceil(most / 100) * 100}`,
    `  line [${drawn.map(({ bytes }) => (bytes / 1e6).toFixed(0)).join(', ')}]`,
    '```',
  ].join('\n');
}
