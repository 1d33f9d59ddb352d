/** The index of a large workspace: how long it takes, how long anybody waits meanwhile, and how much memory it takes. */
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setInterval, setTimeout } from 'node:timers/promises';
import type { Benchmark, Effort, Highlight } from './benchmark.ts';
import type { OpenFile, Session } from './language-client.ts';
import { openSession } from './language-client.ts';
import { median, round, table } from './measure.ts';
import { root } from './process.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

export const indexing: Benchmark = {
  name: 'index',
  title: 'The index of a workspace',
  measure: async (effort) => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-bench-'));
    const home = path.join(folder.path, 'workspace');
    const workspace = await makeWorkspace(home, effort.files);
    // what was written just now is read again at the next start
    await setTimeout(2000);
    const file = openFile(home, workspace);
    const first: Indexing[] = [];
    const again: Indexing[] = [];
    for (let left = roundsOf(effort); left > 0; left--) {
      const cacheFolder = path.join(folder.path, `cache-${left}`);
      for (const starts of [first, again]) starts.push(await indexOnce(file, cacheFolder, workspace, effort));
    }
    const size = `${effort.files.toLocaleString('en')} sources in ${workspace.apps.toLocaleString('en')} apps, ${round(workspace.bytes / 1e6)} MB`;
    return { text: tell(size, first, again), highlights: highlightsOf(effort, workspace, first, again) };
  },
};

/** One start of the server, up to the complete index. */
interface Indexing {
  /** From the start of the process to the complete index, in milliseconds. */
  readonly time: number;
  /** The longest that a hover took meanwhile, in milliseconds. */
  readonly longestWait: number;
  readonly hovers: number;
  /** The server's memory at the end, in MB. */
  readonly memory: number;
}

/** A round takes seconds, and its figures differ little. */
function roundsOf({ rounds }: Effort): number {
  return Math.ceil(rounds / 4);
}

function openFile(folder: string, { slightfile: { path: file, text } }: Workspace): OpenFile {
  return { folder, uri: `file://${file}`, languageId: 'slightfile', text };
}

async function indexOnce(
  file: OpenFile,
  cacheFolder: string,
  workspace: Workspace,
  { files }: Effort,
): Promise<Indexing> {
  const server = {
    command: process.execPath,
    args: [path.join(root, 'dist/server.mjs'), '--stdio'],
    initializationOptions: { cacheFolder },
  };
  const started = performance.now();
  await using session = await openSession(server, file);
  const indexed = session.request('slight/index').then((statistics) => {
    assertWhole(statistics, workspace, files);
    return performance.now() - started;
  });
  // the first hover waits for what answers it to be loaded, and not for the index
  await session.ask('textDocument/hover', resource);
  const waits = await hoverUntil(session, indexed);
  const time = await indexed;
  // the next start is to find it
  while (!(await readdir(cacheFolder).catch(() => [])).some((name) => name.endsWith('.jsonl')))
    await setTimeout(10);
  return {
    time,
    longestWait: Math.max(...waits),
    hovers: waits.length,
    memory: session.memory() / 1e6,
  };
}

/** In the first capability's resource. */
const resource = { line: 3, character: 'resource = "key'.length };

/** Asks at once and every 5 ms, answered or not, so that no pause goes unseen; the answers' times in milliseconds. */
async function hoverUntil(session: Session, end: Promise<unknown>): Promise<readonly number[]> {
  const over = new AbortController();
  const stop = () => over.abort();
  end.then(stop, stop);
  const ask = () => session.ask('textDocument/hover', resource);
  const waits = [ask()];
  try {
    for await (const _ of setInterval(5, undefined, { signal: over.signal })) waits.push(ask());
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
  return await Promise.all(waits);
}

/** A server that overlooks files would be measured at something else. */
function assertWhole(statistics: unknown, { apps }: Workspace, sources: number): void {
  const { files, apps: known } = statistics as { readonly files: number; readonly apps: number };
  if (files !== sources + apps || known !== apps) {
    throw new Error(`Of ${sources} sources and ${apps} slightfiles, the index has ${files} and ${known}.`);
  }
}

function tell(size: string, first: readonly Indexing[], again: readonly Indexing[]): string {
  const row = (name: string, starts: readonly Indexing[]) => [
    name,
    round(middle(starts, 'time')),
    round(middle(starts, 'longestWait')),
    round(middle(starts, 'hovers')),
    round(middle(starts, 'memory')),
  ];
  return [
    `${size}: Rust, C, JavaScript and TypeScript. From the start of the process to the complete index, in milliseconds; while it is made, the client asks for a hover every 5 ms, and the longest wait for one is the longest pause of the server. Its memory at the end, in MB. Medians of ${first.length}. No peer reads the programs that a config file is for, so there is nothing beside it.`,
    table(
      ['', 'complete index', 'longest wait', 'hovers', 'memory, MB'],
      [row('the first start', first), row('the next, with what the first has written', again)],
    ),
  ].join('\n\n');
}

function middle(starts: readonly Indexing[], what: keyof Indexing): number {
  return median(starts.map((start) => start[what]));
}

function highlightsOf(
  { files }: Effort,
  { bytes }: Workspace,
  first: readonly Indexing[],
  again: readonly Indexing[],
): Highlight[] {
  const of = (what: string, unit: string, ours: readonly number[]) => ({ what, unit, ours, beside: {} });
  const size = `${round(bytes / 1e6)} MB of source`;
  return [
    of(`${size} indexed in the background`, 's', first.map(seconds)),
    of('… at the next start', 's', again.map(seconds)),
    of(
      '… the longest wait for a hover meanwhile',
      'ms',
      first.map(({ longestWait }) => longestWait),
    ),
    of(
      `… memory of the server with ${files.toLocaleString('en')} files`,
      'MB',
      first.map(({ memory }) => memory),
    ),
  ];
}

function seconds({ time }: Indexing): number {
  return time / 1000;
}
