/** The rung `local`: a server that is installed on the machine, as a process that outlives a killed runtime in order. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listens, show } from './address.ts';
import type { Address } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { isAlive, processId } from './process-id.ts';
import type { ProcessId } from './process-id.ts';
import { declined, masked, messageOf, untilReady } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';

const readyMs = 30_000;
const stopMs = 10_000;
/** Others may take a port between our finding it free and the server's taking it. */
const portTries = 3;

export async function localRung(context: RungContext): Promise<Attempt> {
  const { backend, bind, workspace, environment, progress, signal } = context;
  if (process.platform === 'win32') return declined('Local servers are not used on Windows.');
  const { command } = backend.local;
  const program = await find(command, workspace, environment);
  if (!program) return declined(`${command} is neither on PATH nor in node_modules/.bin.`);
  progress(`starting ${command}`);
  for (let tries = 1; ; tries++) {
    const address = bind ?? { host: '127.0.0.1', port: await freePort() };
    const attempt = await startAt(address, program, context);
    const taken = attempt.kind === 'declined' && (await listens(address, signal));
    if (!taken || bind || tries === portTries) return attempt;
  }
}

/** Ends a server: first so that it can put its data in order. */
export async function stopProcess(server: ProcessId): Promise<void> {
  kill(server, 'SIGTERM');
  if (await ends(server, stopMs)) return;
  kill(server, 'SIGKILL');
  await ends(server, stopMs);
}

async function startAt(address: Address, program: string, context: RungContext): Promise<Attempt> {
  const { backend, configs, folder, environment, signal, record } = context;
  const launch = backend.local.launch(address, folder.data, configs);
  await mkdir(folder.data, { recursive: true, mode: 0o700 });
  await using log = await open(folder.log, 'w', 0o600);
  const { file, args } = await runnable(program, launch.arguments);
  signal.throwIfAborted();
  const child = spawn(file, args, {
    cwd: folder.data,
    env: {
      PATH: environment['PATH'],
      HOME: environment['HOME'],
      LANG: 'C.UTF-8',
      ...nodeMode(),
      ...launch.environment,
    },
    // a group of its own: Ctrl-C in the terminal is for the run, which stops it when it is no longer needed
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
  });
  const ended = endOf(child);
  // it may end while it is still being written down, and before anybody waits for that
  ended.catch(() => undefined);
  // a server that ends before it has read this says why in its log
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(launch.input ?? '');
  child.unref();
  const server = child.pid === undefined ? undefined : processId(child.pid);
  if (server) await record({ rung: 'local', process: server });

  const deadline = AbortSignal.timeout(readyMs);
  const over = new AbortController();
  const ready = untilReady(backend, address, AbortSignal.any([signal, deadline, over.signal]));
  try {
    await Promise.race([ready, ended]);
    // where another server answered, ours finds its port taken and ends
    await Promise.race([sleep(address === context.bind ? 30 : 0), ended]);
    return { kind: 'started', address };
  } catch (error) {
    if (server) await stopProcess(server);
    signal.throwIfAborted();
    const why = deadline.aborted ? `did not answer within ${readyMs / 1000} seconds` : messageOf(error);
    const last = (await readFile(folder.log, 'utf8')).trim().split('\n').at(-1) ?? '';
    const said = last === '' ? '' : `: ${masked(last, launch.secrets)}`;
    return declined(`${backend.local.command} at ${show(address)} ${why}${said}`);
  } finally {
    over.abort();
    ready.catch(() => undefined);
  }
}

/** Rejects when the child ends or cannot be started. */
function endOf(child: ChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    child.on('error', (error) => reject(new Error(`cannot be started (${messageOf(error)})`)));
    child.on('exit', (code, signal) => reject(new Error(`ended with ${signal ?? `exit code ${code ?? 0}`}`)));
  });
}

/** The program on PATH, or in node_modules/.bin of the workspace or a folder above it. */
async function find(
  command: string,
  workspace: string,
  environment: Environment,
): Promise<string | undefined> {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (let folder = workspace; ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, 'node_modules', '.bin'));
    if (folder === path.dirname(folder)) break;
  }
  for (const folder of folders) {
    const file = path.join(folder, command);
    const isProgram = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isProgram) return file;
  }
  return undefined;
}

/** A program written for Node runs on this Node, whether or not there is one on PATH, and whatever its version. */
async function runnable(
  program: string,
  args: readonly string[],
): Promise<{ file: string; args: readonly string[] }> {
  await using file = await open(program);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
  const isNode = /^#!.*\bnode\b/.test(buffer.toString('latin1', 0, bytesRead));
  return isNode ? { file: process.execPath, args: [program, ...args] } : { file: program, args };
}

/** In an editor's process, only this makes the program a Node. */
function nodeMode(): Environment {
  return 'electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {};
}

/** Signals the server and what it started, and never a process that has its number by chance. */
function kill(server: ProcessId, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (!isAlive(server)) return;
  try {
    process.kill(-server.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function ends(server: ProcessId, withinMs: number): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < withinMs;) {
    if (!isAlive(server)) return true;
    await sleep(10);
  }
  return !isAlive(server);
}
