/** Runs the guests of test/guests in this process. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Guest, GuestIo, Instance } from '@slight/runtime/guest/guest.ts';
import { loadGuest } from '@slight/runtime/guest/load.ts';
import type { HostInterface } from '@slight/runtime/hosts/values.ts';
import type { HostContext } from '@slight/runtime/hosts/host.ts';
import { hostsFor } from '@slight/runtime/hosts/index.ts';
import { notCalled } from './opener.ts';

const root = path.join(import.meta.dirname, '../..');

/** Transpiled guests are kept over test runs; tests of the cache itself use folders of their own. */
export const sharedCache = path.join(root, '.cache/components');

export async function guestBytes(name: string): Promise<Buffer> {
  try {
    return await readFile(path.join(root, '.cache/guests', `${name}.wasm`));
  } catch (error) {
    throw new Error(`There is no guest ${name}. Run node scripts/build-guests.ts.`, { cause: error });
  }
}

export async function guest(name: string, cacheDir = sharedCache): Promise<Guest> {
  return loadGuest(await guestBytes(name), { name: `${name}.wasm`, cacheDir });
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly opener?: HostContext;
  /** Hosts besides those that slight has. */
  readonly hosts?: readonly HostInterface[];
}

/** Runs a guest to its end: with nothing but what is given. */
export async function runGuest(
  loaded: Guest,
  args: readonly string[] = [],
  { opener = noCapability, hosts = [], ...io }: Partial<GuestIo> & RunOptions = {},
): Promise<Ran> {
  const written = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const served = [...hosts, ...(await hostsFor(loaded.imports))(opener)];
  await using instance = await loaded.instantiate(served, {
    args: ['guest', ...args],
    environment: {},
    folders: {},
    // a guest may use its memory again after the call
    stdout: (bytes) => void written.stdout.push(bytes.slice()),
    stderr: (bytes) => void written.stderr.push(bytes.slice()),
    stdin: 'empty',
    ...io,
  });
  const code = await instance.run();
  const text = (chunks: readonly Uint8Array[]) => Buffer.concat(chunks).toString();
  return { code, stdout: text(written.stdout), stderr: text(written.stderr) };
}

export async function instantiate(loaded: Guest, opener: HostContext, io: GuestIo): Promise<Instance> {
  return loaded.instantiate((await hostsFor(loaded.imports))(opener), io);
}

const noCapability: HostContext = {
  open: (port, name) => Promise.reject(new Error(`this test has no ${port} ${name}`)),
  call: notCalled,
};
