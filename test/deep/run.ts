/** `npm run deep`: the tests that take minutes. `npm run deep -- PATTERN …` runs only those whose path holds one of them. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const patterns = process.argv.slice(2);
const files = globSync('test/deep/**/*.test.ts', { cwd: root })
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort();
if (files.length === 0) {
  console.error(`No deep test matches ${patterns.join(' ')}.`);
  process.exit(1);
}
for (const script of [['scripts/build.ts'], ['scripts/build-guests.ts']]) {
  const { status } = spawnSync(process.execPath, script, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
