/** Who serves HTTP in the benchmark: each a process of its own, on a free port, for as long as it is measured. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../process.ts';

export interface Contestant {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
}

/** A server that answers. Disposing ends it. */
export interface Serving extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

const node = (file: string, ...more: readonly string[]): Contestant => ({
  command: process.execPath,
  args: (port) => [path.join(root, file), String(port), ...more],
});

/** @param redis the address of a server, where it is asked for keys */
export const plainNode = (redis?: string): Contestant =>
  node('bench/http/node.ts', ...(redis === undefined ? [] : [redis]));

export const miniflare: Contestant = node('bench/http/miniflare.ts');

/** @param folder for its config */
export async function workerd(folder: string): Promise<Contestant> {
  const config = path.join(folder, 'workerd.capnp');
  // it embeds only what is in its own folder
  await copyFile(path.join(root, 'bench/http/worker.js'), path.join(folder, 'worker.js'));
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
);
`,
  );
  return {
    command: path.join(root, 'bench/node_modules/@cloudflare/workerd-linux-64/bin/workerd'),
    args: (port) => ['serve', config, `--socket-addr=http=127.0.0.1:${port}`],
  };
}

export function jcoServe(component: string): Contestant {
  return {
    command: process.execPath,
    args: (port) => [
      path.join(root, 'node_modules/@bytecodealliance/jco/dist/jco.js'),
      ...['serve', '--host', '127.0.0.1', '--port', String(port), component],
    ],
  };
}

/** @param slightfile its path, beside which the data is */
export function slightRun(slightfile: string, module: string): Contestant {
  return {
    command: process.execPath,
    args: (port) => [
      path.join(root, 'dist/slight.mjs'),
      ...['-c', slightfile, 'run', '--quiet', '--listen', `127.0.0.1:${port}`, module],
    ],
  };
}

/**
 * Starts it, and waits until it answers.
 * @throws Error where it ends before, with what it printed
 */
export async function start({ command, args }: Contestant): Promise<Serving> {
  const port = await freePort();
  const child = spawn(command, args(port), { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (bytes: Buffer) => (printed = `${printed}${bytes.toString()}`.slice(-2000)));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/hello`))) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}: ${printed}`);
    await delay(50);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
