/**
 * `npm run bench`: measures everything and prints tables. `npm run bench -- calls start` runs some;
 * `--write` puts the tables, and the highlights above them, into docs/benchmarks.md, and those of the language server
 * and of HTTP into README.md; `--rounds`, `--calls` and `--files` say how much is measured.
 */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark, Highlight } from './benchmark.ts';
import { calls } from './calls.ts';
import { capabilities } from './capabilities.ts';
import { withSections, type Section } from './document.ts';
import { filesystem } from './filesystem.ts';
import { http } from './http.ts';
import { indexing } from './index-workspace.ts';
import { languageServer } from './language-server.ts';
import { machine } from './machine.ts';
import { memory } from './memory.ts';
import { root } from './process.ts';
import { withHighlights } from './highlights.ts';
import { start } from './start.ts';

const benchmarks: readonly Benchmark[] = [
  languageServer,
  indexing,
  calls,
  start,
  http,
  memory,
  filesystem,
  capabilities,
];

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '21' },
    calls: { type: 'string', default: '5000' },
    files: { type: 'string', default: '10000' },
  },
});
const unknown = names.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown !== undefined) {
  console.error(
    `There is no benchmark ${unknown}. There are ${benchmarks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}

// not ci: it wants tombi's binaries for every platform in the lock file, and registries do not all have them
prepare('npm', ['install', '--prefix', 'bench', '--no-audit', '--no-fund']);
prepare(process.execPath, ['scripts/build.ts', '--production']);

const effort = {
  rounds: Number(flags.rounds),
  calls: Number(flags.calls),
  files: Number(flags.files),
  rivals: true,
};
const sections: Section[] = [];
const highlights: Highlight[] = [];
/** What README.md tells of. */
const first: readonly Benchmark[] = [languageServer, http];
const ofFirst: Highlight[] = [];
for (const benchmark of benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const { name, title } = benchmark;
  const measured = await benchmark.measure(effort);
  const how = `\`npm run bench -- ${name}\`, ${effort.rounds} rounds, ${new Date().toISOString().slice(0, 10)}. ${await machine(benchmark.versions)}.`;
  const section = { title, text: `${measured.text}\n\n${how}` };
  console.log(`## ${title}\n\n${section.text}\n`);
  sections.push(section);
  highlights.push(...measured.highlights);
  if (first.includes(benchmark)) ofFirst.push(...measured.highlights);
}

if (flags.write) {
  await rewrite('docs/benchmarks.md', (text) => withHighlights(withSections(text, sections), highlights));
  await rewrite('README.md', (text) => withHighlights(text, ofFirst));
}

async function rewrite(page: string, change: (text: string) => string): Promise<void> {
  const file = path.join(root, page);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

function prepare(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
