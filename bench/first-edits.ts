/** The first edits that a server is told of, while it still loads and compiles: somebody opens a file and types. */
import { setTimeout } from 'node:timers/promises';
import type { Effort } from './benchmark.ts';
import type { LanguageServer } from './language-client.ts';
import { openSession } from './language-client.ts';
import type { Sample, Servers } from './sample.ts';
import { round, table } from './measure.ts';

const edits = 20;

/** How far apart they are, in milliseconds; at 0, each follows the answer to the one in front of it. */
const paces = { 'as somebody types fast, 40 ms apart': 40, 'one after the other': 0 };

/** Markdown: what is measured, and a table. A server of its own for each pace and round. */
export async function firstEdits(servers: Servers, sample: Sample, { rounds }: Effort): Promise<string> {
  const rows: string[][] = [];
  for (const [pace, apart] of Object.entries(paces)) {
    const times = new Map<string, number[]>(Object.keys(servers).map((name) => [name, []]));
    for (let left = rounds; left > 0; left--)
      for (const [name, server] of Object.entries(servers))
        times.get(name)?.push(...(await editTimes(server, sample, apart)));
    rows.push([
      pace,
      ...[...times.values()].flatMap((all) => [quantile(all, 0.5), quantile(all, 0.95)].map(round)),
    ]);
  }
  return [
    `The first ${edits} edits of a server that was started for them, of a slightfile of ${sample.size} capabilities, up to their diagnostics, in milliseconds. Of ${rounds} servers.`,
    table(['', ...Object.keys(servers).flatMap((name) => [`${name}, median`, `${name}, p95`])], rows),
  ].join('\n\n');
}

async function editTimes(server: LanguageServer, { file, edit }: Sample, apart: number): Promise<number[]> {
  await using session = await openSession(server, file);
  const times: number[] = [];
  for (let count = 0; count < edits; count++) {
    if (apart > 0) await setTimeout(apart);
    const wrong = count % 2 === 0;
    const time = await session.edit(edit(wrong), wrong);
    times.push(time);
    if (Number.isNaN(time)) break;
  }
  return times;
}

/** The value that so large a part of them does not exceed; NaN where one is. */
function quantile(values: readonly number[], part: number): number {
  if (values.some(Number.isNaN)) return NaN;
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * part) - 1] ?? NaN;
}
