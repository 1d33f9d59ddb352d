/** What is written down about a server (state.json), and what is told where that cannot be read. */
import type { Address } from './backend.ts';
import type { Machine } from './machine.ts';

/** Raised where an older slight would misread what a newer one writes, or the other way round. */
const version = 2;

/** Whether a server stays when nobody uses it: until a run that keeps nothing ends, or until `slight down`. */
export type Keep = boolean | 'down';

export interface ServerState {
  readonly backend: string;
  /** Absent while it starts. */
  readonly address?: Address;
  readonly handle: Handle;
  /** Where it was started. */
  readonly machine: Machine;
  /** What it was started with, salted and hashed: tells whether it still fits the slightfile. */
  readonly fingerprint: string;
  /** What those that left it wanted to become of it. */
  readonly kept: Keep;
  /** The inode of the folder that it was written down in: a copy of that folder has another. Written by server-folder.ts. */
  readonly inode?: string;
}

export type Handle =
  /** The one that holds the folder's pipe (hold.ts). */
  | { readonly rung: 'local' }
  /** `engine`: as DOCKER_HOST writes it. */
  | { readonly rung: 'container'; readonly engine: string; readonly name: string };

export interface Broken {
  readonly kind: 'broken';
  /** A clause: `it is empty`. */
  readonly why: string;
  /** Where the server listened, if so much can be read. */
  readonly address?: Address;
}

export function writeState(state: ServerState): string {
  return JSON.stringify({ version, ...state });
}

export function parseState(text: string): { readonly kind: 'state'; readonly state: ServerState } | Broken {
  if (text.trim() === '') return broken('it is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken('it is no JSON, or not all of it');
  }
  if (!isRecord(value)) return broken('it is no JSON object');
  const { address } = value;
  const where = isAddress(address) ? { address } : {};
  if (value['version'] !== version) return { ...broken('another version of slight wrote it'), ...where };
  if (!isState(value)) return { ...broken('it does not say what it should'), ...where };
  const { backend, handle, machine, fingerprint, kept, inode } = value;
  const place = typeof inode === 'string' ? { inode } : {};
  return { kind: 'state', state: { backend, handle, machine, fingerprint, kept, ...where, ...place } };
}

function broken(why: string): Broken {
  return { kind: 'broken', why };
}

function isState(value: Record<string, unknown>): value is Record<string, unknown> & ServerState {
  const { backend, address, handle, machine, fingerprint, kept } = value;
  return (
    typeof backend === 'string' &&
    (address === undefined || isAddress(address)) &&
    isRecord(handle) &&
    isHandle(handle) &&
    isRecord(machine) &&
    typeof machine['kernel'] === 'string' &&
    typeof machine['name'] === 'string' &&
    typeof fingerprint === 'string' &&
    (typeof kept === 'boolean' || kept === 'down')
  );
}

function isHandle({ rung, engine, name }: Record<string, unknown>): boolean {
  return rung === 'local' || (rung === 'container' && typeof engine === 'string' && typeof name === 'string');
}

function isAddress(value: unknown): value is Address {
  return isRecord(value) && typeof value['host'] === 'string' && isPort(value['port']);
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
