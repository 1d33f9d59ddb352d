import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import { root } from './process.ts';

/**
 * The machine's kind in one line: what a reader needs to compare numbers with their own.
 * @param programs whose versions matter as well: `redis-server --version`
 */
export async function machine(programs: readonly (readonly string[])[] = []): Promise<string> {
  const cpus = os.cpus();
  return [
    `${cpus[0]?.model.trim() ?? 'unknown CPU'}, ${cpus.length} cores`,
    `${Math.round(os.totalmem() / 2 ** 30)} GiB memory`,
    `${distribution()}, ${os.type()} ${os.release()}`,
    await fileSystem(),
    `Node ${process.versions.node}`,
    ...programs.map(version),
  ].join('; ');
}

function version([program = '', ...args]: readonly string[]): string {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return `${program} ${/\d+(\.\d+)+/.exec(stdout)?.[0] ?? ''}`.trimEnd();
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.platform();
  } catch {
    // no Linux
    return os.platform();
  }
}

/** The numbers that statfs(2) has for the file systems that one is likely to meet. */
const fileSystems: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x58465342: 'XFS',
  0x9123683e: 'Btrfs',
  0x794c7630: 'overlayfs',
  0x01021994: 'tmpfs',
};

async function fileSystem(): Promise<string> {
  const { type } = await statfs(root);
  return fileSystems[type] ?? `file system 0x${type.toString(16)}`;
}
