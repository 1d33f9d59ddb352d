/**
 * What the system refused, told as the mistake or the misfortune that it is: what could not be done, why, and what
 * helps. One table for every edge where files are read and written.
 */
import { Mistake } from './mistake.ts';
import type { MistakeCode } from './mistake.ts';

/** What was being done when the system refused. */
export interface Edge {
  /** What could not be done, as a clause: `The trace cannot be written to out.jsonl`. */
  readonly deed: string;
  /** Default: `system`. */
  readonly code?: MistakeCode;
  /** What helps besides where the place is the trouble, as a clause: `choose another folder with --data`. */
  readonly elsewhere?: string;
  /** Whole sentences that say more here than the table does, by the system's code. */
  readonly sentences?: Readonly<Partial<Record<SystemCode, string>>>;
  /** What is known here of this refusal besides, in the place of what the table says. */
  readonly known?: Partial<Refusal>;
}

export interface Refusal {
  /** Why, as a clause. */
  readonly cause: string;
  /** A clause that begins with a verb. */
  readonly remedy: string;
}

const refusals = {
  ENOENT: { cause: 'there is no such file or folder', remedy: 'check the path' },
  ENOTDIR: { cause: 'a part of its path is a file, not a folder', remedy: 'check the path' },
  EISDIR: { cause: 'it is a folder', remedy: 'name a file' },
  EEXIST: { cause: 'something else is in its place', remedy: 'move that away' },
  ENOTEMPTY: { cause: 'a folder that is not empty is in its place', remedy: 'move that away' },
  ENAMETOOLONG: { cause: 'its name is too long', remedy: 'give it a shorter one' },
  ELOOP: { cause: 'its symbolic links lead in a circle', remedy: 'check where they lead with ls -l' },
  EACCES: {
    cause: 'you have no permission',
    remedy: 'check the permissions of it and of its folders',
  },
  EPERM: { cause: 'the system does not permit it', remedy: 'check who owns it and what protects it' },
  EROFS: { cause: 'it is on a disk that can only be read', remedy: 'mount that for writing' },
  ENOSPC: { cause: 'the disk is full', remedy: 'make room on it' },
  EDQUOT: { cause: 'your share of the disk is used up', remedy: 'delete something' },
  EFBIG: { cause: 'the file would be larger than the system allows', remedy: 'raise the limit (ulimit -f)' },
  ERR_FS_FILE_TOO_LARGE: { cause: 'it is larger than 2 GiB', remedy: 'name a smaller file' },
  EMFILE: { cause: 'too many files are open', remedy: 'raise the limit (ulimit -n)' },
  ENFILE: { cause: 'the whole system has too many files open', remedy: 'end some programs' },
  ENOMEM: { cause: 'there is not enough memory', remedy: 'end some programs' },
  EBUSY: { cause: 'another program uses it', remedy: 'end that program' },
  ETXTBSY: { cause: 'it is a program that runs', remedy: 'end that program' },
  EIO: { cause: 'the disk does not answer as it should', remedy: 'check the disk' },
  ENXIO: { cause: 'there is no device behind it', remedy: 'name another file' },
  ENODEV: { cause: 'there is no device behind it', remedy: 'name another file' },
  EINVAL: { cause: 'the system cannot do that with it', remedy: 'name another file' },
  ENOTSUP: { cause: 'its file system cannot do that', remedy: 'use another disk' },
  ESTALE: { cause: 'the server that keeps it has forgotten it', remedy: 'mount it again' },
  ETIMEDOUT: { cause: 'the disk that keeps it does not answer', remedy: 'check the disk' },
  EPIPE: { cause: 'nobody reads it any more', remedy: 'keep its reader running' },
} as const satisfies Readonly<Record<string, Refusal>>;

export type SystemCode = keyof typeof refusals;

/** A refusal of the system that the table knows; every other error is none, and may be a bug. */
export function systemCode(error: unknown): SystemCode | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return Object.hasOwn(refusals, error.code) ? (error.code as SystemCode) : undefined;
}

/** True where the system has no more of something, which is not the fault of what it was asked for at that moment. */
export function isScarcity(error: unknown): boolean {
  return /^(EMFILE|ENFILE|ENOMEM)$/.test(systemCode(error) ?? '');
}

/** Why the system refused, as a clause: `the disk is full (ENOSPC)`. Undefined for an error of another kind. */
export function refusalOf(error: unknown): string | undefined {
  const code = systemCode(error);
  return code && `${refusals[code].cause} (${code})`;
}

/** The sentences for a refusal of the system; undefined for an error of another kind. */
export function tell(error: unknown, { deed, elsewhere, sentences, known }: Edge): string | undefined {
  const code = systemCode(error);
  if (code === undefined) return undefined;
  const own = sentences?.[code];
  if (own !== undefined) return own;
  const { cause, remedy } = { ...refusals[code], ...known };
  const remedies = elsewhere === undefined ? remedy : `${remedy}, or ${elsewhere}`;
  return `${deed}: ${cause} (${code}). ${remedies.charAt(0).toUpperCase()}${remedies.slice(1)}.`;
}

/** The same as a Mistake; an error of another kind stays itself. */
export function asMistake(error: unknown, edge: Edge): unknown {
  const message = tell(error, edge);
  return message === undefined ? error : new Mistake(edge.code ?? 'system', message, { cause: error });
}

/** Does what touches the system. @throws Mistake where the system refuses it */
export async function atEdge<T>(edge: Edge, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asMistake(error, edge);
  }
}
