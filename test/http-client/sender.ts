/** Runs guests that send HTTP requests, by the program that ships, and gives what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before } from 'node:test';
import { shipped } from '../shipped.ts';

const guests = path.join(import.meta.dirname, '../../.cache/guests');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SendOptions {
  /** The slightfile's, as TOML. */
  readonly capabilities?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told the process that runs the guest. */
  readonly started?: (pid: number) => void;
}

// kept for all runs of a file: a component is made ready once
let folder = '';
before(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'slight-http-client-'))));
after(() => rm(folder, { recursive: true }));

export async function send(
  guest: string,
  args: readonly string[],
  { capabilities = client(), env = {}, started }: SendOptions = {},
): Promise<Outcome> {
  await writeFile(path.join(folder, 'slightfile.toml'), `specversion = "0.2"\n${capabilities}`);
  const child = spawn(
    process.execPath,
    [shipped('slight.mjs'), 'run', path.join(guests, `${guest}.wasm`), '--', ...args],
    { cwd: folder, env: { ...process.env, NO_COLOR: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  started?.(child.pid ?? 0);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, stdout, stderr };
}

/** A slightfile's http-client; `hosts` where only these are allowed. */
export function client(hosts?: string, name = '*'): string {
  const configs = hosts === undefined ? '' : `configs.ALLOWED_HOSTS = "${hosts}"\n`;
  return `[[capability]]\nresource = "http-client"\nname = "${name}"\n${configs}`;
}
