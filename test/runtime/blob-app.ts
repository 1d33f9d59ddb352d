/** An app that keeps blobs in a folder, run as a user runs it, in a folder of its own; and the memory that it takes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { main } from '../../runtime/src/cli/testing.ts';

const guestFile = (name: string) => path.join(import.meta.dirname, '../../.cache/guests', `${name}.wasm`);

export interface BlobApp extends AsyncDisposable {
  readonly folder: string;
  /** Runs the guest with commands to its end. `most`: the memory that slight had, in MB. */
  readonly run: (
    guest: string,
    ...commands: readonly string[]
  ) => Promise<{
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
    readonly most: number;
  }>;
}

/** An app with the container `photos`, and others. */
export async function blobApp(...others: readonly string[]): Promise<BlobApp> {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-blobs-'));
  writeFileSync(
    path.join(folder.path, 'slightfile.toml'),
    ['specversion = "0.2"\n', ...['photos', ...others].map(declared)].join('\n'),
  );
  return {
    folder: folder.path,
    async run(guest, ...commands) {
      const child = spawn(process.execPath, [main, 'run', guestFile(guest), '--', ...commands], {
        cwd: folder.path,
        env: { ...process.env, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let most = 0;
      const watching = setInterval(() => (most = Math.max(most, residentMegabytes(child.pid))), 20);
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit') as Promise<[number]>,
      ]);
      clearInterval(watching);
      return { code, stdout, stderr, most };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function declared(name: string): string {
  return `[[capability]]\nresource = "blobstore.filesystem"\nname = "${name}"\n`;
}

/** The most that a process has had in memory so far; 0 where the system does not tell, or it has ended. */
function residentMegabytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
