/** For tests: disks that are full or read-only, and programs that another user runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Why there is no disk of the tests' own; undefined where there can be. */
export const noDisk = ((): string | undefined => {
  try {
    using _disk = smallDisk();
    return undefined;
  } catch {
    return 'a disk of its own needs Linux, root and the right to mount (CAP_SYS_ADMIN)';
  }
})();

export interface Disk extends Disposable {
  readonly folder: string;
  /** Fills what is left. */
  fill(): void;
  /** Takes away what it was filled with. */
  makeRoom(): void;
  /** From now on it can only be read. */
  protect(): void;
}

/**
 * A disk of that many KiB.
 * @throws Error where that is not permitted
 */
export function smallDisk(kibibytes = 64): Disk {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-disk-'));
  const filling = path.join(folder, 'filling');
  const mount = (...args: readonly string[]) => {
    execFileSync('mount', [...args, folder], { stdio: 'pipe' });
  };
  try {
    mount('-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs');
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    folder,
    fill: () =>
      void spawnSync('dd', ['if=/dev/zero', `of=${filling}`, 'bs=4096', 'oflag=append', 'conv=notrunc']),
    makeRoom: () => rmSync(filling, { force: true }),
    protect: () => mount('-o', 'remount,ro'),
    [Symbol.dispose]() {
      // a guard that is about to end may still have it as its folder
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * Mounts what the kernel shows of processes on a folder, or one file of it on a file.
 * @throws Error where that is not permitted
 */
export function mountProc(folder: string, file?: { readonly of: string; readonly on: string }): Disposable {
  const places = [folder];
  execFileSync('mount', ['-t', 'proc', 'proc', folder], { stdio: 'pipe' });
  const unmount = () => {
    for (const place of places.splice(0).reverse()) execFileSync('umount', ['-l', place]);
  };
  try {
    if (file) {
      execFileSync('mount', ['--bind', path.join(folder, file.of), file.on], { stdio: 'pipe' });
      places.push(file.on);
    }
  } catch (error) {
    unmount();
    throw error;
  }
  return { [Symbol.dispose]: unmount };
}

/** A folder that everybody may enter and only its owner may change. */
export function sharedFolder(prefix: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}

/** Who owns nothing: `nobody`, for spawn. Tests that are not root's are somebody else than root already. */
export const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Why nobody cannot run a program; undefined where it can. */
export function unreadableToNobody(program: string): string | undefined {
  const { status } = spawnSync(process.execPath, [program, '--version'], { ...nobody, stdio: 'ignore' });
  return status === 0 ? undefined : `${program} or Node is where no other user may read it`;
}
