/**
 * How a local server is known to run: it holds a named pipe of its folder open, which it got from the process that
 * started it. It cannot let go of it but by ending, and the kernel lets go for it however it ends. So there is no moment
 * at which a server runs and does not hold it (a record that is written after the start has one); a number that another
 * process has by now is never taken for it; and every process of the machine sees it, in other namespaces of
 * processes and of times as well, when it sees the folder. (The kernel that has the pipe knows: another machine that
 * mounts the folder does not, see machine.ts.)
 *
 * A pipe and not a lock: what is inherited has to be a lock of a kind (flock) that Node and SQLite do not offer.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink, realpath, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isScarcity } from '../system-error.ts';

/** The descriptor under which a server has the pipe. */
export const holdFd = 3;

const termMs = 10_000;
const killMs = 5_000;
const pollMs = 10;
/** Between its start and its first instruction, a process may have the pipe under another descriptor. */
const unseenMs = 1_000;

/**
 * Makes the pipe, and opens the end that a server is to inherit. To be closed once it has been inherited.
 * @throws Error in a sentence where the folder's file system has no named pipes
 */
export async function openHold(pipe: string): Promise<FileHandle> {
  const known = await lstat(pipe).catch(() => undefined);
  if (!known?.isFIFO()) {
    await rm(pipe, { force: true, recursive: true });
    const places = [process.env['PATH'] ?? '', '/usr/bin', '/bin'].join(path.delimiter);
    await promisify(execFile)('mkfifo', ['-m', '600', pipe], { env: { PATH: places } }).catch(
      (error: unknown) => {
        if (isScarcity(error)) throw error;
        throw new Error(
          `In ${path.dirname(pipe)} no named pipe can be made, by which Slight knows its servers: name another folder with --data.`,
          { cause: error },
        );
      },
    );
  }
  return open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** Whether a server holds it. */
export async function isHeld(pipe: string): Promise<boolean> {
  try {
    // a pipe that nobody has open for reading cannot be opened for writing
    await using end = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    return (await end.stat()).isFIFO();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENXIO' || code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return false;
    throw error;
  }
}

/**
 * Whether the server that holds it is a process among this one's: in another namespace, it may end with that (a
 * container's servers do), and from there it may be seen and from here not.
 */
export async function isHeldNear(pipe: string): Promise<boolean> {
  const pids = await holders(pipe);
  if (process.platform !== 'linux') return pids.length > 0;
  const namespaceOf = (pid: number | 'self') => readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);
  const [here, ...theirs] = await Promise.all([namespaceOf('self'), ...pids.map(namespaceOf)]);
  return theirs.length > 0 && theirs.every((one) => one === here);
}

/**
 * Ends the server that holds the pipe, and what it started: first so that it can put its data in order.
 * @throws Error in a clause where it does not end, or is out of this process's sight
 */
export async function endHolder(pipe: string): Promise<void> {
  await end(
    () => holders(pipe),
    () => isHeld(pipe),
  );
}

/**
 * Ends the servers whose folder, somewhere in this one, was deleted while they ran.
 * @returns the names that those folders had
 */
export async function endStrays(folder: string): Promise<readonly string[]> {
  const find = async () => [...(await strays(folder)).keys()];
  const found = await strays(folder);
  await end(find, async () => (await find()).length > 0);
  return [...found.values()].map((place) => path.basename(place));
}

/** The names that the folders had of the servers that `endStrays` would end. */
export async function strayNames(folder: string): Promise<readonly string[]> {
  return [...(await strays(folder)).values()].map((place) => path.basename(place));
}

/** The processes that hold it, as far as this one can see them. */
async function holders(pipe: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return listed(['-t', '--', pipe]);
  const wanted = await stat(pipe, { bigint: true }).catch(() => undefined);
  if (!wanted) return [];
  return processes(async (place) => {
    const { dev, ino } = await stat(place, { bigint: true });
    return dev === wanted.dev && ino === wanted.ino;
  });
}

/** A deleted file, as the kernel tells of it. */
const deleted = ' (deleted)';

/** By the number of each process: the folder that it had. */
async function strays(folder: string): Promise<ReadonlyMap<number, string>> {
  if (process.platform !== 'linux') return new Map();
  const root = (await real(folder)) + path.sep;
  const places = new Map<number, string>();
  await processes(async (place, pid) => {
    const target = await readlink(place);
    const isStray = target.startsWith(root) && target.endsWith(`${path.sep}held${deleted}`);
    if (isStray) places.set(pid, path.dirname(target) + path.sep);
    return isStray;
  });
  if (places.size === 0) return places;
  const others = (await allProcesses()).filter((pid) => !places.has(pid));
  const open = (await Promise.all(others.map(deletedFiles))).flat();
  // who started it, or uses it, has what was locked for that still open, and will end it
  return new Map([...places].filter(([, place]) => !open.some((file) => file.startsWith(place))));
}

async function deletedFiles(pid: number): Promise<readonly string[]> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const files = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return files.filter((file) => file.endsWith(deleted));
}

async function allProcesses(): Promise<readonly number[]> {
  return (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
}

async function processes(
  isOne: (place: string, pid: number) => Promise<boolean>,
): Promise<readonly number[]> {
  const pids = await allProcesses();
  const found = await Promise.all(
    // it may have ended, or be another user's
    pids.map((pid) => isOne(`/proc/${pid}/fd/${holdFd}`, pid).catch(() => false)),
  );
  return pids.filter((_, index) => found[index]);
}

async function listed(args: readonly string[]): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('lsof', args).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
}

/** A path as the kernel tells it, also of what is not there any more. */
async function real(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch {
    const parent = path.dirname(place);
    return parent === place ? place : path.join(await real(parent), path.basename(place));
  }
}

async function end(find: () => Promise<readonly number[]>, runs: () => Promise<boolean>): Promise<void> {
  const told = new Set<string>();
  for (const start = performance.now(); await runs();) {
    const waited = performance.now() - start;
    const pids = await find();
    if (told.size === 0 && pids.length === 0 && waited > unseenMs) {
      throw new Error(
        'it runs where this process cannot see it: in a container, outside of this one, or for another user. Stop it there',
      );
    }
    if (waited > termMs + killMs) throw new Error(`process ${pids.join(', ')} does not end`);
    const signal = waited > termMs ? 'SIGKILL' : 'SIGTERM';
    for (const pid of pids.filter((one) => !told.has(`${one} ${signal}`))) {
      send(pid, signal);
      told.add(`${pid} ${signal}`);
    }
    await sleep(pollMs);
  }
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // it ended meanwhile
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
