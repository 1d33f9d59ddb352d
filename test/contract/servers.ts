/** Real servers for the contracts: children of the test, on free ports of the loopback, in folders of their own. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toolsFolder } from '../setup/steps/tools.ts';
import type { FaultyServer } from './keyvalue-faults.ts';

export interface TestServer extends FaultyServer {
  readonly port: number;
  /** Where its data is. */
  readonly folder: string;
  /** SIGTERM lets it write down what it holds. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Debian's redis-server; nothing is written to disk. */
export function startRedis(password?: string): Promise<TestServer> {
  return startServer((port, folder) => ({
    command: 'redis-server',
    arguments: [
      ...[
        '--bind',
        '127.0.0.1',
        '--port',
        String(port),
        '--dir',
        folder,
        '--save',
        '',
        '--loglevel',
        'warning',
      ],
      ...(password === undefined ? [] : ['--requirepass', password]),
    ],
  }));
}

/** The account that Azurite knows, and its published key. */
export const azuriteAccount = {
  name: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};

/** npm's azurite, with its data in a folder. */
export function startAzurite(): Promise<TestServer> {
  const program = path.join(toolsFolder, 'node_modules/azurite/dist/src/blob/main.js');
  if (!existsSync(program))
    throw new Error(`Azurite is not there (${program}). Run: node test/setup/setup.ts`);
  return startServer((port, folder) => ({
    command: process.execPath,
    arguments: [
      ...[program, '--blobHost', '127.0.0.1', '--blobPort', String(port), '--location', folder],
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    ],
  }));
}

interface Command {
  readonly command: string;
  readonly arguments: readonly string[];
}

async function startServer(commandOn: (port: number, folder: string) => Command): Promise<TestServer> {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-server-'));
  const port = await freePort();
  const command = commandOn(port, folder.path);
  let child: ChildProcess | undefined;

  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  const start = async () => {
    child = spawn(command.command, command.arguments, { stdio: ['ignore', 'ignore', 'inherit'] });
    await listening(child, port);
  };

  await start();
  return {
    port,
    folder: folder.path,
    start,
    stop,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stop();
      await folder.remove();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    const socket = net.connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      await delay(10);
    } finally {
      socket.destroy();
    }
  }
}
