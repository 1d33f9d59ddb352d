/**
 * `npm test`: sets the machine up, builds what the tests run, and runs every test file. `npm test -- PATTERN …`
 * runs only the files whose path holds one of the patterns. The closing lines are node:test's totals.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const patterns = process.argv.slice(2);

const all = globSync(
  '{text,wit,slightfile,secrets,server,runtime,client,schemas,scripts,test,bench}/**/*.test.ts',
  {
    cwd: root,
    // test/deep takes minutes: npm run deep
    exclude: ['**/node_modules/**', 'test/deep/**'],
  },
).sort();
const files = all.filter(
  (file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)),
);
if (files.length === 0) {
  console.error(`No test file matches ${patterns.join(' ')}.`);
  process.exit(1);
}

for (const script of [
  ['test/setup/setup.ts'],
  // as it ships
  ['scripts/build.ts', '--production'],
  ['scripts/build-guests.ts'],
  ['scripts/build-example.ts', 'hello'],
]) {
  const { status } = spawnSync(process.execPath, script, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

// two cores: one file of the heavy kind must not starve another
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
