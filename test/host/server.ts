import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VSCode } from './install.ts';

/** A running VS Code server. Disposing of it ends it and the extension hosts under it. */
export interface Server extends AsyncDisposable {
  readonly port: number;
  /** What it printed so far. */
  log(): string;
  /** Settles when the server ends by itself. */
  readonly ended: Promise<void>;
}

export interface ServerOptions {
  readonly vscode: VSCode;
  /** Holds everything that the server writes. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  /** User settings, laid over the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
}

/** No welcome page, no telemetry, no updates, no AI: what would come between a test and the editor. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'security.workspace.trust.enabled': false,
  // In a browser it is on unless it is said; on a desktop, off
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
};

const startTimeout = 60_000;

/** Starts VS Code's server on a free port of 127.0.0.1; rejects with its output where it does not come up. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { vscode, dataDir, extensionsDir } = options;
  const userDataDir = join(dataDir, 'data');
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  const settings = JSON.stringify({ ...quietSettings, ...options.settings }, null, 2);
  await writeFile(join(userDataDir, 'User/settings.json'), settings);

  const child = spawn(
    vscode.node,
    [...serverArguments(vscode, extensionsDir), ...folders(dataDir, userDataDir)],
    {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  const { promise: port, resolve, reject } = Promise.withResolvers<number>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const match = /Web UI available at http:\/\/[^:\s]+:(\d+)/.exec(text);
      if (match) resolve(Number(match[1]));
    });
  }
  const ended = once(child, 'close').then(() => reject(new Error(`VS Code's server ended:\n${text}`)));
  const timer = setTimeout(
    () => reject(new Error(`VS Code's server did not come up:\n${text}`)),
    startTimeout,
  );
  // A test that is killed must not leave a server behind
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);

  const dispose = async (): Promise<void> => {
    process.off('exit', endWithUs);
    child.kill();
    const kill = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(kill);
  };
  try {
    return { port: await port, log: () => text, ended, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs one of the server's extension commands, such as `--install-extension slight.vsix`. */
export async function serverCommand(
  { vscode, dataDir, extensionsDir }: ServerOptions,
  ...args: string[]
): Promise<void> {
  const argv = [
    join(vscode.root, 'out/server-main.js'),
    '--accept-server-license-terms',
    ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
    ...args,
  ];
  const child = spawn(vscode.node, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`VS Code's server ${args.join(' ')} ended with ${String(code)}:\n${text}`);
}

function serverArguments(vscode: VSCode, extensionsDir: string): string[] {
  return [
    join(vscode.root, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--extensions-dir', extensionsDir],
  ];
}

function folders(dataDir: string, userDataDir: string): string[] {
  return ['--server-data-dir', dataDir, '--user-data-dir', userDataDir];
}
