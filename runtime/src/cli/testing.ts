/** For tests: starts `slight` as it ships, as a user would. */
import { spawnSync } from 'node:child_process';
import { shipped } from '../../../test/shipped.ts';

export const main = shipped('slight.mjs');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function slight(
  args: readonly string[],
  { cwd, env = {}, input = '' }: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    input,
    env: { ...process.env, NO_COLOR: '1', ...env },
    ...(cwd !== undefined && { cwd }),
  });
  return { code: status, stdout, stderr };
}
