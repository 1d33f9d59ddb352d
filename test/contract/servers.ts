/** Real servers for the contracts: children of the test, on free ports of the loopback, in folders of their own. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { backend as s3 } from '@slight/runtime/backends/servers/s3.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import type { FaultyServer } from './faulty-server.ts';

const loopback = '127.0.0.1';

export interface TestServer extends FaultyServer {
  readonly port: number;
  /** Where its data is. */
  readonly folder: string;
  /** SIGTERM lets it write down what it holds. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Debian's redis-server, with more settings as its command line takes them; nothing is written to disk. */
export function startRedis(
  password?: string,
  settings: readonly string[] = [],
  host = loopback,
): Promise<TestServer> {
  return startServer(
    (port, folder) => ({
      command: 'redis-server',
      arguments: [
        ...['--bind', host, '--port', String(port), '--dir', folder, '--save', '', '--loglevel', 'warning'],
        ...(password === undefined ? [] : ['--requirepass', password]),
        ...settings,
      ],
    }),
    host,
  );
}

/** What watches over Redis servers, and keeps no data itself. */
export function startSentinel(): Promise<TestServer> {
  return startServer((port, folder) => {
    const file = path.join(folder, 'sentinel.conf');
    writeFileSync(file, `bind ${loopback}\nport ${port}\nlogfile /dev/null\n`);
    return { command: 'redis-server', arguments: [file, '--sentinel'] };
  });
}

/** The account that Azurite knows, and its published key. */
export const azuriteAccount = {
  name: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
};

/** The configs that name a server of that account. */
export function azuriteConfigs({ port }: { readonly port: number }, key = azuriteAccount.key) {
  return {
    AZURE_STORAGE_ACCOUNT: azuriteAccount.name,
    AZURE_STORAGE_KEY: key,
    AZURE_STORAGE_ENDPOINT: `http://127.0.0.1:${port}`,
  };
}

/** npm's azurite, with its data in a folder. `plain`: as people start it, who know of no flags. */
export function startAzurite({ host = loopback, plain = false } = {}): Promise<TestServer> {
  const program = path.join(toolsFolder, 'node_modules/azurite/dist/src/blob/main.js');
  if (!existsSync(program))
    throw new Error(`Azurite is not there (${program}). Run: node test/setup/setup.ts`);
  return startServer(
    (port, folder) => ({
      command: process.execPath,
      arguments: [
        ...[program, '--blobHost', host, '--blobPort', String(port), '--location', folder],
        ...['--silent', '--disableTelemetry', ...(plain ? [] : ['--skipApiVersionCheck'])],
      ],
    }),
    host,
  );
}

/** npm's dynalite, an emulator of DynamoDB that looks at no login, with its tables in a folder. */
export function startDynalite(): Promise<TestServer> {
  const program = path.join(toolsFolder, 'node_modules/dynalite/cli.js');
  return startServer((port, folder) => ({
    command: process.execPath,
    arguments: [
      ...[program, '--host', loopback, '--port', String(port), '--path', path.join(folder, 'tables')],
      ...['--createTableMs', '20', '--deleteTableMs', '0'],
    ],
  }));
}

/** The configs that name such a server, or one of fauxqs. */
export function dynaliteConfigs({ port }: { readonly port: number }) {
  return {
    AWS_ACCESS_KEY_ID: 'anybody',
    AWS_SECRET_ACCESS_KEY: 'a secret of anybody',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
}

/** Debian's etcd. With a password it asks for `root` and that. */
export async function startEtcd(password?: string): Promise<TestServer> {
  const server = await startServer((port, folder) => {
    const clients = `http://${loopback}:${port}`;
    return {
      command: 'etcd',
      arguments: [
        ...['--data-dir', folder, '--listen-client-urls', clients, '--advertise-client-urls', clients],
        ...['--listen-peer-urls', `http://${loopback}:0`, '--logger', 'zap', '--log-level', 'panic'],
      ],
    };
  });
  const post = (path: string, body: object) =>
    fetch(`http://${loopback}:${server.port}/v3/${path}`, { method: 'POST', body: JSON.stringify(body) });
  /** It listens before it has chosen itself, and until then refuses what it is asked. */
  const elected = async () => {
    while (!(await post('lease/leases', {}).catch(() => undefined))?.ok) await delay(20);
  };
  await elected();
  if (password !== undefined) {
    await post('auth/user/add', { name: 'root', password });
    await post('auth/user/grant', { user: 'root', role: 'root' });
    await post('auth/enable', {});
  }
  const health = async () => {
    const asked = () =>
      fetch(`http://${loopback}:${server.port}/health`).then(
        (one) => one.ok,
        () => false,
      );
    while (!(await asked())) await delay(20);
  };
  return {
    ...server,
    async start() {
      await server.start();
      await health();
    },
  };
}

/** Debian's nats-server with JetStream, for the user `slight`; its streams are in the folder `store`, of another disk for one. */
export function startNats(password: string, store?: string): Promise<TestServer> {
  return startServer((port, folder) => ({
    command: 'nats-server',
    arguments: [
      ...['-a', loopback, '-p', String(port), '-js', '-sd', store ?? folder, '-l', '/dev/null'],
      ...['--user', 'slight', '--pass', password],
    ],
  }));
}

/** Debian's mosquitto, for the user `slight`; it takes packets of up to 1 MB. */
export function startMosquitto(password: string): Promise<TestServer> {
  return startServer((port, folder) => {
    const [file, users] = [path.join(folder, 'mosquitto.conf'), path.join(folder, 'users')];
    writeFileSync(users, '', { mode: 0o600 });
    execFileSync('mosquitto_passwd', ['-b', users, 'slight', password], { stdio: 'ignore' });
    const lines = [
      ...[`listener ${port} ${loopback}`, 'allow_anonymous false', `password_file ${users}`],
      ...['max_packet_size 1000000', 'log_dest none'],
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ];
    writeFileSync(file, lines.join('\n') + '\n');
    return { command: 'mosquitto', arguments: ['-c', file] };
  });
}

/** npm's fauxqs, as the ladder starts it; it looks at no login. */
export function startFauxqs(): Promise<TestServer> {
  const program = path.join(toolsFolder, 'node_modules/fauxqs/dist/cli.js');
  return startServer((port, folder) => {
    const launch = s3.local?.launch({ host: loopback, port }, { data: folder, settings: folder }, {});
    for (const [name, text] of Object.entries(launch?.files ?? {}))
      writeFileSync(path.join(folder, name), text);
    return {
      command: process.execPath,
      arguments: [program],
      environment: { ...process.env, ...launch?.environment },
    };
  });
}

export interface Command {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** A child of the test, which has started as soon as it listens. */
export async function startServer(
  commandOn: (port: number, folder: string) => Command,
  host = loopback,
): Promise<TestServer> {
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
    child = spawn(command.command, command.arguments, {
      stdio: ['ignore', 'ignore', 'inherit'],
      ...(command.environment && { env: command.environment }),
    });
    await listening(child, host, port);
  };

  await start();
  return {
    port,
    folder: folder.path,
    start,
    stop,
    pause() {
      if (child) pause(child);
    },
    resume: () => child?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stop();
      await folder.remove();
    },
  };
}

/** Stops a process, and comes back when it stands: the signal alone reaches it a moment later, while it goes on answering. */
function pause({ pid = 0 }: ChildProcess): void {
  process.kill(pid, 'SIGSTOP');
  if (process.platform !== 'linux') return;
  while (!readdirSync(`/proc/${pid}/task`).every((task) => stands(`/proc/${pid}/task/${task}/stat`)));
}

function stands(stat: string): boolean {
  try {
    // behind the name, which may hold anything
    return readFileSync(stat, 'utf8')
      .replace(/^.*\) /s, '')
      .startsWith('T');
  } catch {
    // the thread has ended meanwhile
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(child: ChildProcess, host: string, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    const socket = net.connect(port, host);
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
