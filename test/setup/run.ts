/** Runs a program of a set-up step, and shows its output line by line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/**
 * @returns what it printed to its standard output
 * @throws Error with the end of its output, where it fails
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, environment, log }: RunOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: string[] = [];
  const all: string[] = [];
  const keep = (line: string, into: string[]) => {
    all.push(line);
    into.push(line);
    log?.(line);
  };
  createInterface(child.stdout).on('line', (line) => keep(line, out));
  createInterface(child.stderr).on('line', (line) => keep(line, []));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Error(`${command} cannot be run: ${error.message}`, { cause: error })),
    );
    child.on('close', resolve);
  });
  if (code === 0) return out.join('\n');
  throw new Error(`${command} ${args.join(' ')} failed:\n${all.slice(-15).join('\n')}`);
}
