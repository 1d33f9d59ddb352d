/**
 * Keeps preview 1 guests in their folders. node:wasi is no sandbox: it does not look at links inside a path, so that
 * a link to `..` leads out. Each call with a path is first resolved as for components, and refused where it leads out.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { WitError } from '../hosts/host.ts';
import type { GuestMemory } from './abi/memory.ts';
import { codeOf } from './wasi/fs-errors.ts';
import { resolveInside } from './wasi/paths.ts';

/** Errno of the preview 1 witx, by the name that WASI 0.2 has for it. */
const errno: Readonly<Record<string, number>> = {
  access: 2,
  'illegal-byte-sequence': 25,
  invalid: 28,
  io: 29,
  loop: 32,
  'name-too-long': 37,
  'no-entry': 44,
  'not-directory': 54,
  // that is ENOTCAPABLE: what node:wasi says of `..`
  'not-permitted': 76,
};

/** Where a call has its paths: the parameters with the folder, with the text, and with the flags that say whether to follow. */
interface PathParameters {
  readonly folder: number;
  readonly text: number;
  readonly flags?: number;
}

const calls: Readonly<Record<string, readonly PathParameters[]>> = {
  path_create_directory: [{ folder: 0, text: 1 }],
  path_filestat_get: [{ folder: 0, text: 2, flags: 1 }],
  path_filestat_set_times: [{ folder: 0, text: 2, flags: 1 }],
  path_link: [
    { folder: 0, text: 2, flags: 1 },
    { folder: 4, text: 5 },
  ],
  path_open: [{ folder: 0, text: 2, flags: 1 }],
  path_readlink: [{ folder: 0, text: 1 }],
  path_remove_directory: [{ folder: 0, text: 1 }],
  path_rename: [
    { folder: 0, text: 1 },
    { folder: 3, text: 4 },
  ],
  path_symlink: [{ folder: 2, text: 3 }],
  path_unlink_file: [{ folder: 0, text: 1 }],
};

type Call = (...parameters: (number | bigint)[]) => number;

/** The first descriptor that is not a standard stream: node:wasi opens the folders from here on, in their order. */
const firstFolder = 3;

/** Lays the checks over node:wasi's functions. */
export function confine(
  imports: Record<string, unknown>,
  folders: Readonly<Record<string, string>>,
  memory: GuestMemory,
): void {
  /** The host path of each descriptor that a path can begin at. */
  const open = new Map(
    Object.values(folders).map((host, index) => [firstFolder + index, realpathSync(host)]),
  );
  const original = (name: string) => imports[name] as Call;

  for (const [name, paths] of Object.entries(calls)) {
    const call = original(name);
    imports[name] = (...parameters: number[]) => {
      memory.refresh();
      const resolved: (string | undefined)[] = [];
      for (const one of paths) {
        try {
          resolved.push(resolve(parameters, one));
        } catch (error) {
          return errno[wasiCode(error)] ?? errno['io'];
        }
      }
      const result = call(...parameters);
      if (name === 'path_open' && result === 0) opened(parameters, resolved[0]);
      return result;
    };
  }

  /** Where a path leads, inside its folder; undefined for a descriptor that node:wasi is to refuse. */
  function resolve(
    parameters: readonly number[],
    { folder, text, flags }: PathParameters,
  ): string | undefined {
    const base = open.get(parameters[folder] ?? -1);
    if (base === undefined) return undefined;
    const start = (parameters[text] ?? 0) >>> 0;
    const length = (parameters[text + 1] ?? 0) >>> 0;
    const guestPath = decode(memory.bytes.subarray(start, start + length));
    const follow = flags !== undefined && ((parameters[flags] ?? 0) & 1) === 1;
    // node:wasi takes `a/..` away before anything looks at the disk, whatever a is
    return resolveInside(base, path.posix.normalize(guestPath), follow);
  }

  function opened(parameters: readonly number[], hostPath: string | undefined): void {
    memory.refresh();
    const descriptor = memory.view.getUint32((parameters[8] ?? 0) >>> 0, true);
    if (hostPath === undefined) open.delete(descriptor);
    else open.set(descriptor, hostPath);
  }

  const close = original('fd_close');
  imports['fd_close'] = (descriptor: number) => {
    open.delete(descriptor);
    return close(descriptor);
  };

  const renumber = original('fd_renumber');
  imports['fd_renumber'] = (from: number, to: number) => {
    const result = renumber(from, to);
    const moved = open.get(from);
    if (result !== 0) return result;
    open.delete(from);
    if (moved === undefined) open.delete(to);
    else open.set(to, moved);
    return result;
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new WitError('illegal-byte-sequence', 'the path is not UTF-8');
  }
}

function wasiCode(error: unknown): string {
  const code = error instanceof WitError ? error.payload : codeOf(error);
  if (typeof code === 'string') return code;
  throw error;
}
