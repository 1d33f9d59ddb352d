/** From the start of a process to its exit, with a guest that says hello. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark, Highlight } from './benchmark.ts';
import { guest } from './guests.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';
import { node, slight, timed } from './process.ts';
import { scratch } from './scratch.ts';

export const start: Benchmark = {
  name: 'start',
  title: 'Start to exit of a guest that says hello',
  async measure({ rounds }) {
    const [legacy, component] = [await guest('c-hello'), await guest('c-hello-component')];
    await using folder = await scratch();
    const slightfile = path.join(folder.path, 'slightfile.toml');
    await writeFile(slightfile, 'specversion = "0.2"\n');
    const run = (module: string) => greeted(() => slight('-c', slightfile, 'run', module));
    const values = await inTurn(
      {
        wasi: () => greeted(() => node('bench/preview1.js', legacy)),
        legacy: () => run(legacy),
        first: async () => {
          await rm(path.join(folder.path, '.slight'), { recursive: true, force: true });
          return run(component);
        },
        cached: () => run(component),
        jco: () => greeted(() => node('node_modules/@bytecodealliance/jco/dist/jco.js', 'run', component)),
      },
      rounds,
    );
    const row = (name: string, milliseconds: readonly number[]) => [
      name,
      round(median(milliseconds)),
      round(ratio(milliseconds, values.wasi)),
      round(ratio(milliseconds, values.jco)),
    ];
    const text = [
      'The whole life of a process, Node’s own start included. `node:wasi` is the five lines of bench/preview1.js; `jco run` transpiles each time.',
      table(
        ['', 'ms', '× node:wasi', '× jco run'],
        [
          row('legacy guest, node with node:wasi', values.wasi),
          row('legacy guest, slight', values.legacy),
          row('component, slight, the first time', values.first),
          row('component, slight, from the cache', values.cached),
          row('component, jco run', values.jco),
        ],
      ),
    ].join('\n\n');
    return {
      text,
      highlights: [
        highlight('legacy', values.legacy, { 'node with node:wasi': values.wasi }),
        highlight('component from the cache', values.cached, { '`jco run`': values.jco }),
      ],
    };
  },
};

function highlight(guest: string, ours: readonly number[], beside: Highlight['beside']): Highlight {
  return { what: `start to exit of a hello, ${guest}`, unit: 'ms', ours, beside };
}

async function greeted(work: () => Promise<string>): Promise<number> {
  return timed(async () => {
    const output = await work();
    if (!output.includes('Hello')) throw new Error(`The guest said ${JSON.stringify(output)}.`);
  });
}
