/** Debian's Postgres for the tests: a child, as the user of its package where root tests. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, globSync, readFileSync } from 'node:fs';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { backend } from '@slight/runtime/backends/servers/postgres.ts';
import { freePort } from './servers.ts';
import type { TestServer } from './servers.ts';

export const postgresPassword = 'p@ss/word';

/** A server with the superuser `tester`, who has that password. `folder`: on another disk, for one. */
export async function startPostgres(parent = os.tmpdir()): Promise<TestServer> {
  const folder = await mkdtempDisposable(path.join(parent, 'slight-postgres-'));
  const port = await freePort();
  const user = await otherUser();
  if (user) chownSync(folder.path, ...user);
  const program = (name: string) => globSync(`/usr/lib/postgresql/*/bin/${name}`).at(-1) ?? name;
  const as = user
    ? ['setpriv', '--reuid', String(user[0]), '--regid', String(user[1]), '--clear-groups', '--']
    : [];
  const data = path.join(folder.path, 'data');
  const passwordFile = path.join(folder.path, 'password');
  await writeFile(passwordFile, postgresPassword, { mode: 0o644 });
  const [first = '', ...rest] = [
    ...[...as, program('initdb'), '--pgdata', data, '--username', 'tester', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
  ];
  await promisify(execFile)(first, rest, { cwd: folder.path });

  let child: ChildProcess | undefined;
  // each of its processes is a session of its own
  const processes = (): readonly number[] => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return [];
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ');
    return [child.pid, ...children.map(Number).filter((pid) => pid > 0)];
  };
  const sendAll = (signal: NodeJS.Signals) => {
    for (const pid of processes()) send(pid, signal);
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    const pids = processes();
    if (!child || pids.length === 0) return;
    const exited = once(child, 'exit');
    for (const pid of pids) send(pid, signal);
    await exited;
    // what is left of it holds its memory, and the next does not start
    while (pids.some((pid) => send(pid, 0))) await delay(10);
  };
  const start = async () => {
    const [command = '', ...args] = [
      ...[...as, program('postgres'), '-D', data, '-h', '127.0.0.1', '-p', String(port)],
      ...['-c', 'unix_socket_directories=', '-c', 'log_min_messages=panic', '-c', 'fsync=off'],
    ];
    child = spawn(command, args, { cwd: folder.path, stdio: 'ignore' });
    const { signal } = new AbortController();
    while (!(await backend.ready({ host: '127.0.0.1', port }, signal))) {
      if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
      await delay(20);
    }
  };
  await start();
  return {
    port,
    folder: folder.path,
    start,
    stop,
    pause: () => sendAll('SIGSTOP'),
    resume: () => sendAll('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await stop();
      await folder.remove();
    },
  };
}

async function otherUser(): Promise<[number, number] | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await readFile('/etc/passwd', 'utf8');
  const [, , uid, gid] =
    users
      .split('\n')
      .find((line) => line.startsWith('postgres:'))
      ?.split(':') ?? [];
  return [Number(uid), Number(gid)];
}

/** @returns false where it has ended */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
