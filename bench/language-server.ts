/** The language server beside tombi's, a TOML language server in Rust that is given our JSON schema. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Benchmark, Effort, Highlight } from './benchmark.ts';
import { firstEdits } from './first-edits.ts';
import type { Sample, Servers } from './sample.ts';
import type { Session } from './language-client.ts';
import { openSession, patience } from './language-client.ts';
import { inTurn, median, ratio, round, table } from './measure.ts';
import { root } from './process.ts';

const sizes = [10, 100, 1000, 5000];

export const languageServer: Benchmark = {
  name: 'language-server',
  title: 'The language server, beside tombi',
  measure: async (effort) => {
    await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-bench-'));
    const servers = contestants(effort);
    const running = Object.fromEntries(Object.entries(servers).filter(([name]) => name !== npmCommand));
    const starts: Measurement[] = [];
    const answers: Measurement[] = [];
    let first = '';
    for (const size of sizes) {
      const sample = await prepare(folder.path, size);
      starts.push({
        what: 'spawn → first diagnostics',
        size,
        times: await startTimes(servers, sample, effort),
      });
      if (size === sizes[0]) first = await firstEdits(running, sample, effort);
      answers.push(...(await answerTimes(running, sample, effort)));
    }
    const text = [
      `Slightfiles of ${sizes.join(', ')} capabilities, six lines each; one client, over standard input and output. In milliseconds, medians of ${effort.rounds}; "none": no answer within ${patience / 1000} s.`,
      "A start, up to the first diagnostics. tombi from npm is Node that starts tombi's binary; an editor's extension may bring the binary and start it itself.",
      table(['', 'capabilities', ...headings(servers)], starts.map(row)),
      first,
      `The memory of a server ${quiet / 1000} s after its first diagnostics, in MB. Then, when edits have kept it busy for ${warmUpTime / 1000} s: an edit in the last line, up to the diagnostics that it makes necessary; completion of a key and hover over a resource, in the last capability.`,
      table(['', 'capabilities', ...headings(running)], answers.map(row)),
    ].join('\n\n');
    return { text, highlights: [...starts, ...answers].filter(isHighlight).map(highlight) };
  },
};

/** What each server took in each round; NaN where there was no answer. Ours first. */
type Times = Readonly<Record<string, readonly number[]>>;

interface Measurement {
  readonly what: string;
  /** How many capabilities the slightfile has. */
  readonly size: number;
  readonly times: Times;
}

function isHighlight({ what, size }: Measurement): boolean {
  const sizesOf: Readonly<Record<string, readonly number[]>> = {
    'spawn → first diagnostics': [10],
    'edit → diagnostics': [10, 1000],
    completion: [1000],
    hover: [1000],
  };
  return sizesOf[what]?.includes(size) === true;
}

function highlight({ what, size, times }: Measurement): Highlight {
  const [[, ours] = ['', []], ...others] = Object.entries(times);
  return {
    what: `${what.replace('spawn', 'start of the language server')}, ${size.toLocaleString('en')} capabilities`,
    unit: 'ms',
    ours,
    beside: Object.fromEntries(others),
  };
}

const npmCommand = 'tombi from npm';

/** Ours first: the others are what it is compared with. */
function contestants({ rivals }: Effort): Servers {
  const slight = { command: process.execPath, args: [path.join(root, 'dist/server.mjs'), '--stdio'] };
  if (!rivals) return { slight };
  const modules = path.join(root, 'bench/node_modules/@tombi-toml');
  const binary = path.join(modules, `cli-${os.platform()}-${os.arch()}`, 'tombi');
  if (!existsSync(binary)) throw new Error('tombi is not installed: npm ci --prefix bench');
  return {
    slight,
    tombi: { command: binary, args: ['lsp', '--offline'] },
    [npmCommand]: {
      command: process.execPath,
      args: [path.join(modules, 'tombi/bin/tombi'), 'lsp', '--offline'],
    },
  };
}

const address = '"redis://127.0.0.1:6379"';

async function prepare(parent: string, size: number): Promise<Sample> {
  const folder = path.join(parent, String(size));
  await mkdir(folder);
  await writeFile(path.join(folder, 'tombi.toml'), tombiSettings());
  const blocks = Array.from({ length: size }, (_, index) => capability(index));
  const text = ['specversion = "0.2"\n', ...blocks].join('\n');
  await writeFile(path.join(folder, 'slightfile.toml'), text);
  const stem = text.slice(0, text.lastIndexOf(address));
  const line = stem.split('\n').length - 1;
  const from = stem.length - stem.lastIndexOf('\n') - 1;
  return {
    size,
    file: { folder, uri: `file://${folder}/slightfile.toml`, languageId: 'toml', text },
    edit: (wrong) => {
      const [before, after] = wrong ? [address, '6379'] : ['6379', address];
      return { line, from, to: from + before.length, text: after, whole: `${stem}${after}\n` };
    },
    blank: { line: line - 2, character: 0 },
    resource: { line: line - 4, character: 'resource = "key'.length },
  };
}

function capability(index: number): string {
  return `[[capability]]
resource = "keyvalue.redis"
name = "store-${index}"

[capability.configs]
REDIS_ADDRESS = ${address}
`;
}

function tombiSettings(): string {
  return `[schema.catalog]
paths = []

[[schemas]]
path = ${JSON.stringify(path.join(root, 'schemas/slightfile.schema.json'))}
include = ["slightfile.toml"]
`;
}

async function startTimes(servers: Servers, { file }: Sample, { rounds }: Effort): Promise<Times> {
  return await inTurn(
    mapValues(servers, (server) =>
      givingUp(async () => {
        await using session = await openSession(server, file);
        return session.coldStart;
      }),
    ),
    rounds,
  );
}

async function answerTimes(servers: Servers, sample: Sample, { rounds }: Effort): Promise<Measurement[]> {
  const { size, edit, blank, resource, file } = sample;
  await using open = new AsyncDisposableStack();
  const sessions: Record<string, Session> = {};
  for (const [name, server] of Object.entries(servers)) {
    sessions[name] = open.use(await openSession(server, file));
    assertClean(name, sessions[name]);
  }
  await setTimeout(quiet);
  const memory = mapValues(sessions, (session) => [session.memory() / 1e6]);
  const measure = (work: (session: Session) => () => Promise<number>) =>
    inTurn(
      mapValues(sessions, (session) => givingUp(work(session))),
      rounds,
    );
  const toggles = mapValues(sessions, (session) => {
    let wrong = false;
    return () => session.edit(edit((wrong = !wrong)), wrong);
  });
  for (const toggle of Object.values(toggles)) await warmUp(toggle);
  const edits = await inTurn(mapValues(toggles, givingUp), rounds);
  const completions = await measure((session) => () => session.ask('textDocument/completion', blank));
  const hovers = await measure((session) => () => session.ask('textDocument/hover', resource));
  return [
    { what: 'memory, MB', size, times: memory },
    { what: 'edit → diagnostics', size, times: edits },
    { what: 'completion', size, times: completions },
    { what: 'hover', size, times: hovers },
  ];
}

/** Somebody types for hours: what a server does the first times, while it is compiled, is not what it does. */
async function warmUp(edit: () => Promise<number>): Promise<void> {
  const end = performance.now() + warmUpTime;
  while (performance.now() < end) if (Number.isNaN(await edit())) return;
}

/** In milliseconds. */
const warmUpTime = 1000;
const quiet = 2000;

/** The sample is right; a server that finds fault with it would be measured at something else. */
function assertClean(name: string, { problems }: Session): void {
  if (problems > 0) throw new Error(`${name} finds ${problems} problems in a slightfile that has none.`);
}

/** Once there was no answer, there is no asking again: each would take the whole of our patience. */
function givingUp(measure: () => Promise<number>): () => Promise<number> {
  let answers = true;
  return async () => {
    if (!answers) return NaN;
    const time = await measure();
    answers = !Number.isNaN(time);
    return time;
  };
}

function headings(servers: Servers): readonly string[] {
  const [ours = '', ...others] = Object.keys(servers);
  return [ours, ...others.flatMap((name) => [name, `${ours} / ${name}`])];
}

function row({ what, size, times }: Measurement): string[] {
  const [ours = [], ...others] = Object.values(times);
  return [
    what,
    size.toLocaleString('en'),
    told(median(ours)),
    ...others.flatMap((theirs) => [told(median(theirs)), round(ratio(ours, theirs))]),
  ];
}

function told(time: number): string {
  return Number.isNaN(time) ? 'none' : round(time);
}

function mapValues<V, R>(values: Readonly<Record<string, V>>, map: (value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
