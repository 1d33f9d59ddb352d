/** Which process listens on a port: on Linux, where it is one of the same user. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

export interface Holder {
  readonly pid: number;
  /** As a person knows it: `redis-server`, and of what runs a script `node server.js`. */
  readonly name: string;
}

/** Undefined where the system does not tell. */
export async function holderOf(port: number): Promise<Holder | undefined> {
  const sockets = await listeningSockets(port);
  if (sockets.size === 0) return undefined;
  const processes = (await orNone(readdir('/proc'))) ?? [];
  for (const pid of processes.filter((name) => /^\d+$/.test(name))) {
    if (!(await holdsOne(pid, sockets))) continue;
    const command = await orNone(readFile(`/proc/${pid}/cmdline`, 'utf8'));
    if (command !== undefined) return { pid: Number(pid), name: nameOf(command) };
  }
  return undefined;
}

/** @param command its arguments, each ended by a NUL (proc_pid_cmdline(5)); a process may have written what it likes there */
function nameOf(command: string): string {
  const [program = '', ...args] = command.split('\0');
  // what its main thread is called, which comm has, is Node's own name for it
  const name = path.basename(/^\S*/.exec(program)?.[0] ?? '').replace(/:$/, '');
  const script = scripted.test(name) ? args.find((each) => /^[^-].*\.\w+$/.test(each)) : undefined;
  return script === undefined ? name : `${name} ${path.basename(script)}`;
}

/** Programs that tell little without the file that they run. */
const scripted = /^(node|bun|deno|python[\d.]*|ruby|perl|php[\d.]*|java)$/;

/** Of the sockets that listen on a port, the links that lead to them: `socket:[4026]`. */
async function listeningSockets(port: number): Promise<ReadonlySet<string>> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => orNone(readFile(`/proc/net/${name}`, 'utf8'))),
  );
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = tables.flatMap((table) => table?.split('\n') ?? []).map((row) => row.trim().split(/\s+/));
  // the columns local_address, st and inode of proc(5); 0A is LISTEN
  const those = rows.filter((row) => row[1]?.endsWith(`:${hex}`) && row[3] === '0A');
  return new Set(those.map((row) => `socket:[${row[9] ?? ''}]`));
}

async function holdsOne(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const open = (await orNone(readdir(`/proc/${pid}/fd`))) ?? [];
  for (const each of open) {
    const link = await orNone(readlink(`/proc/${pid}/fd/${each}`));
    if (link !== undefined && sockets.has(link)) return true;
  }
  return false;
}

/** What is not there, or not for us to see, is nothing. */
async function orNone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}
