/** What the commands that run test files share: `npm test`, `npm run test:unit` and `npm run deep`. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** Those whose path holds one of the command's arguments, all where there is none; where none does, the command ends. */
export function chosen(files: readonly string[]): readonly string[] {
  const patterns = process.argv.slice(2);
  const those = files.filter(
    (file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)),
  );
  if (those.length > 0) return those;
  console.error(`No test file matches ${patterns.join(' ')}.`);
  process.exit(1);
}

/** Runs our scripts, each with its arguments, one after the other; where one fails, the command ends. */
export function prepare(...scripts: readonly (readonly string[])[]): void {
  for (const script of scripts) {
    const code = node(script);
    if (code !== 0) process.exit(code);
  }
}

/** Runs test files, and ends the command with their result. The closing lines are node:test's totals. */
export function runTests(files: readonly string[], { atOnce }: { readonly atOnce: number }): never {
  process.exit(node(['--test', `--test-concurrency=${atOnce}`, '--test-reporter=spec', ...files]));
}

function node(args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
