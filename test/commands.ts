/** What the commands that run test files share: `npm test`, `npm run test:unit` and `npm run deep`. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/**
 * Runs test files, and ends the command with their result. The closing lines are node:test's totals. What they make in
 * the system's folder for temporary files is in one folder, which is removed with all that they left in it.
 */
export function runTests(files: readonly string[], { atOnce }: { readonly atOnce: number }): never {
  const folder = mkdtempSync(path.join(tmpdir(), 'slight-test-'));
  // servers that run as another user must get through it
  chmodSync(folder, 0o1777);
  const code = node(['--test', `--test-concurrency=${atOnce}`, '--test-reporter=spec', ...files], {
    ...process.env,
    TMPDIR: folder,
  });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}
