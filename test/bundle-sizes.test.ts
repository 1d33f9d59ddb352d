/** What ships stays small: what an editor or a shell waits for, the bundles, and the package, each within a budget. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { build } from 'esbuild';
import { npm } from '../scripts/npm.ts';
import { shipped } from './shipped.ts';

/** By file, in bytes. */
type Sizes = ReadonlyMap<string, number>;

interface Budget {
  readonly what: string;
  /** In kB of 1000 bytes, with some 10 % of air. */
  readonly kB: number;
  readonly sizes: () => Sizes | Promise<Sizes>;
}

const root = path.join(import.meta.dirname, '..');
const dist = path.dirname(shipped('server.mjs'));

const budgets: readonly Budget[] = [
  {
    what: 'extension.cjs, which VS Code waits for when a slightfile is opened',
    kB: 62,
    sizes: () => sizesOf('extension.cjs'),
  },
  {
    what: 'language-client.cjs, which is loaded while the server starts',
    kB: 500,
    sizes: () => sizesOf('language-client.cjs'),
  },
  {
    what: 'what the server loads before the first diagnostics',
    kB: 380,
    sizes: () => loadedBy('server.mjs', 1),
  },
  { what: 'all of the server, without jco', kB: 790, sizes: () => loadedBy('server.mjs', Infinity) },
  { what: 'what slight loads for any command', kB: 92, sizes: () => loadedBy('slight.mjs', 1) },
  { what: 'all of slight, without jco', kB: 7_600, sizes: () => loadedBy('slight.mjs', Infinity) },
  { what: 'all that is built', kB: 28_000, sizes: () => sizesOf('**/*.{cjs,mjs,js,wasm,data}') },
  { what: 'the package, compressed', kB: 10_000, sizes: packed },
];

const isWithMaps = existsSync(path.join(dist, 'extension.cjs.map'));

suite(
  'what ships is within its budget',
  { skip: isWithMaps && 'dist/ was built without --production' },
  () => {
    for (const { what, kB, sizes } of budgets) {
      test(what, async (t) => {
        const found = await sizes();
        const sum = found.values().reduce((one, other) => one + other, 0) / 1000;
        t.diagnostic(`${sum.toFixed(1)} kB of ${kB}`);
        assert.ok(sum > kB / 2, `Of ${what}, little is found: ${sum.toFixed(1)} kB. Is it still that?`);
        assert.ok(sum <= kB, overdrawn(what, sum, kB, found));
      });
    }
  },
);

function overdrawn(what: string, sum: number, kB: number, sizes: Sizes): string {
  const largest = [...sizes]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 5)
    .map(([file, size]) => `  ${(size / 1000).toFixed(1)} kB ${file}`);
  return `${what}: ${sum.toFixed(1)} kB, and the budget is ${kB} kB. The largest of its files are
${largest.join('\n')}
Load what is new where it is needed (import() in the function), or do without it. If it is worth its size to users,
raise the budget in test/bundle-sizes.test.ts, and say in the commit what they gain.`;
}

/** Of the files in dist/ that fit. */
function sizesOf(pattern: string): Sizes {
  return new Map(
    globSync(pattern, { cwd: dist }).map((file) => [file, statSync(path.join(dist, file)).size]),
  );
}

/**
 * What is loaded with a program: all that it imports, and what they import. Imports that are made later count as often
 * as they are told to follow each other: once for what the program itself brings.
 */
async function loadedBy(program: string, later: number): Promise<Sizes> {
  const { inputs } = await metafileOf(program);
  const entry = Object.keys(inputs).find((input) => path.basename(input) === program) ?? '';
  const loaded = new Set<string>();
  const load = (file: string, left: number): void => {
    const { imports } = inputs[file] ?? { imports: [] };
    loaded.add(file);
    for (const { path: next, kind, external } of imports) {
      if (external === true || loaded.has(next)) continue;
      if (kind !== 'dynamic-import') load(next, left);
      else if (left > 0) load(next, left - 1);
    }
  };
  load(entry, later);
  return new Map(Array.from(loaded, (file) => [file, inputs[file]?.bytes ?? 0]));
}

const known = new Map<string, Promise<Metafile>>();

function metafileOf(program: string): Promise<Metafile> {
  const metafile = known.get(program) ?? importsFrom(program);
  known.set(program, metafile);
  return metafile;
}

async function importsFrom(program: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: dist,
    entryPoints: [program],
    bundle: true,
    write: false,
    outdir: 'none',
    metafile: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    // jco's tools, which both programs share
    external: ['*/component.mjs', '*/wasm-tools.mjs', 'cpu-features', '*.node'],
  });
  return metafile;
}

/** The package as npm and, by scripts/package.ts, VS Code get it; it is made of the files that are built now. */
async function packed(): Promise<Sizes> {
  const [program, first] = npm();
  const { stdout } = await promisify(execFile)(program, [...first, 'pack', '--dry-run', '--json'], {
    cwd: root,
  });
  const [{ filename, size }] = JSON.parse(stdout) as [{ readonly filename: string; readonly size: number }];
  return new Map([[filename, size]]);
}
