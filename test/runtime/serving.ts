/** Starts `slight run` as it ships, of a guest that serves, and stops it again. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { shipped } from '../shipped.ts';

const guests = path.join(import.meta.dirname, '../../.cache/guests');

export interface ServeOptions {
  /** The environment that the guest sees. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the slightfile declares besides http: resource, name, and the configs. */
  readonly capabilities?: readonly (readonly [
    resource: string,
    name: string,
    configs?: Readonly<Record<string, string>>,
  ])[];
  /** Whether it declares http; default: yes. */
  readonly http?: boolean;
  /** The slightfile, where it is not one of these declarations. */
  readonly slightfile?: string;
  readonly flags?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Serving extends AsyncDisposable {
  /** Where it listens, the first of several first. */
  readonly urls: readonly string[];
  readonly url: string;
  /** Its process. */
  readonly pid: number;
  /** What it has told so far. */
  stderr(): string;
  /** Sends SIGINT, and waits for its end. */
  stop(): Promise<Ended>;
}

/**
 * Starts it, in a folder of its own, and waits until it has said that it listens, so many times.
 * @throws Error with what it told, where it ended before
 */
export async function serving(module: string, options: ServeOptions = {}, servers = 1): Promise<Serving> {
  const run = start(module, options);
  const ended = await Promise.race([run.ended, run.listening(servers)]);
  if (ended) throw new Error(`It ended with ${ended.code}: ${ended.stderr}`);
  const stop = async () => {
    run.child.kill('SIGINT');
    return run.ended;
  };
  const urls = run.urls();
  const [url = ''] = urls;
  return {
    urls,
    url,
    pid: run.child.pid ?? 0,
    stderr: run.stderr,
    stop,
    async [Symbol.asyncDispose]() {
      run.child.kill('SIGKILL');
      await run.ended;
    },
  };
}

/** Runs it to its end, which it must come to by itself. */
export async function ran(module: string, options: ServeOptions = {}): Promise<Ended> {
  const run = start(module, options);
  const ended = await Promise.race([run.ended, run.listening(1)]);
  if (ended) return ended;
  run.child.kill('SIGKILL');
  throw new Error(`It serves: ${(await run.ended).stderr}`);
}

function block(resource: string, name: string, configs: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(configs).map(([key, value]) => `configs.${key} = "${value}"\n`);
  return `[[capability]]\nresource = "${resource}"\nname = "${name}"\n${lines.join('')}`;
}

function start(
  module: string,
  { env = {}, capabilities = [], http = true, slightfile, flags = [] }: ServeOptions,
) {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-serving-'));
  const declared = [...(http ? [['http', 'web'] as const] : []), ...capabilities];
  const blocks = declared.map((one) => block(...one));
  writeFileSync(path.join(cwd, 'slightfile.toml'), slightfile ?? `specversion = "0.2"\n${blocks.join('')}`);
  const environment = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const file = path.isAbsolute(module) ? module : path.join(guests, `${module}.wasm`);
  const child = spawn(process.execPath, [shipped('slight.mjs'), 'run', ...flags, ...environment, file], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  const urls = () => [...told.matchAll(/Listening on (http\S+)\n/g)].map(([, url = '']) => url);
  const heard = new EventTarget();
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
    heard.dispatchEvent(new Event('told'));
  });
  const stdout = text(child.stdout);
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      rmSync(cwd, { recursive: true, force: true });
      void stdout.then((out) => resolve({ code, stdout: out, stderr: told }));
    });
  });
  return {
    child,
    ended,
    urls,
    stderr: () => told,
    listening: (servers: number) =>
      new Promise<undefined>((resolve) => {
        const look = () => {
          if (urls().length < servers) return;
          // a server goes on to tell of each request, and its words may come to megabytes
          heard.removeEventListener('told', look);
          resolve(undefined);
        };
        heard.addEventListener('told', look);
        look();
      }),
  };
}

/** Sends bytes as they are, and gives all that comes back until the server closes the connection. */
export function raw(url: string, message: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(Buffer.from(message, 'latin1'));
  return text(socket.setEncoding('utf8'));
}
