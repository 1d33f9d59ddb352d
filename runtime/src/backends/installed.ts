/** Looks for a server's program on this machine, and at whether it can be started at all. */
import { constants } from 'node:fs';
import { access, glob, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from './engine-address.ts';

/** What to start, before the arguments of the server. */
export interface Program {
  readonly kind: 'program';
  readonly file: string;
  readonly args: readonly string[];
}

/** No program, and why, in a plain sentence. */
export interface NoProgram {
  readonly kind: 'none';
  readonly reason: string;
}

/** ELF's numbers of the machines that Node runs on (elf.h). */
const elfMachines: Readonly<Partial<Record<NodeJS.Architecture, readonly number[]>>> = {
  x64: [62, 3],
  ia32: [3],
  arm64: [183],
  arm: [40],
  ppc64: [21],
  riscv64: [243],
  s390x: [22],
};

/**
 * The program on PATH, or in node_modules/.bin of the workspace or a folder above it, or in a folder of these patterns: the
 * first that can be started.
 */
export async function findProgram(
  command: string,
  workspace: string,
  environment: Environment,
  patterns: readonly string[] = [],
): Promise<Program | NoProgram> {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (let folder = workspace; ; folder = path.dirname(folder)) {
    folders.push(path.join(folder, 'node_modules', '.bin'));
    if (folder === path.dirname(folder)) break;
  }
  for (const pattern of patterns) folders.push(...(await Array.fromAsync(glob(pattern))).sort().reverse());
  const faults: string[] = [];
  for (const folder of folders) {
    const found = await look(path.join(folder, command));
    if (found === undefined) continue;
    if (typeof found !== 'string') return found;
    faults.push(`${path.join(folder, command)} ${found}`);
  }
  const reason =
    faults.length === 0
      ? `${command} is neither on PATH nor in node_modules/.bin.`
      : `${command} cannot be started: ${faults.join('; ')}.`;
  return { kind: 'none', reason };
}

/** The program of that path, or a clause that says why it is none; undefined where nothing is there. */
async function look(file: string): Promise<Program | string | undefined> {
  const there = await stat(file).catch(() => undefined);
  if (!there) return undefined;
  if (there.isDirectory()) return 'is a folder';
  if (!there.isFile()) return 'is no file';
  if (!(await isExecutable(file))) return 'is not executable';
  const head = await beginning(file);
  // one may be allowed to execute what one may not read
  if (head === undefined) return { kind: 'program', file, args: [] };
  const [, line] = /^#![ \t]*([^\n\r]*)/.exec(head.toString('latin1')) ?? [];
  if (line === undefined) return binary(file, head);
  // a program written for Node runs on this Node, whether or not there is one on PATH, and whatever its version
  if (/\bnode\b/.test(line)) return { kind: 'program', file: process.execPath, args: [file] };
  const interpreter = line.split(/\s/)[0] ?? '';
  if (!(await isExecutable(interpreter)))
    return `needs ${interpreter || 'an interpreter'}, which is not there`;
  return { kind: 'program', file, args: [] };
}

function binary(file: string, head: Buffer): Program | string {
  const isElf = head.toString('latin1', 0, 4) === '\x7fELF';
  if (process.platform !== 'linux' || isShellScript(head)) return { kind: 'program', file, args: [] };
  if (!isElf) return 'is no program that this machine can run';
  const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
  const known = elfMachines[process.arch];
  if (known && !known.includes(machine)) return 'is a program for another kind of machine';
  return { kind: 'program', file, args: [] };
}

/** A text without a first line that names its interpreter is given to the shell. */
function isShellScript(head: Buffer): boolean {
  return head.length > 0 && !head.includes(0);
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function beginning(file: string): Promise<Buffer | undefined> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return undefined;
  }
}
