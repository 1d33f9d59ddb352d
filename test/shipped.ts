/** The programs as they ship, for tests: what is in dist/, which must have been built from these sources. */
import { globSync, statSync } from 'node:fs';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '..');

const sources = [
  '{client,runtime,secrets,server,slightfile,text,wit}/src/**/*.ts',
  'schemas/**/*.json',
  'scripts/{build,commonjs,lazy-builtins}.ts',
  'package-lock.json',
];

/** `dist/<name>`. */
export type Program = 'slight.mjs' | 'server.mjs' | 'extension.cjs';

/**
 * The path of a program.
 * @throws Error where it is not built, or not from the sources as they are: a test must not judge yesterday's code
 */
export function shipped(program: Program, root = repository): string {
  const file = path.join(root, 'dist', program);
  const built = changed(file);
  const newer = globSync(sources, {
    cwd: root,
    exclude: ['**/*.test.ts', '**/testing', '**/testing.ts'],
  }).find((source) => changed(path.join(root, source)) > built);
  if (newer === undefined) return file;
  const what = built === 0 ? 'is not there' : `is older than ${newer}`;
  throw new Error(`dist/${program} ${what}, and this test runs it. Build it first: npm run build`);
}

/** In milliseconds; 0 where there is no such file. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
