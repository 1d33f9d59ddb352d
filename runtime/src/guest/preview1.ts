/** WASI preview 1 for one instance: all of its functions, over the same files, clocks and streams as WASI 0.2. */
import type { GuestMemory } from './abi/memory.ts';
import { OpenFiles } from './files/open-files.ts';
import type { GuestIo } from './guest.ts';
import { asImports } from './preview1/context.ts';
import type { Context } from './preview1/context.ts';
import { descriptorFunctions } from './preview1/descriptors.ts';
import { listingFunctions } from './preview1/listing.ts';
import { allRights, folderRights } from './preview1/numbers.ts';
import { pathFunctions } from './preview1/paths.ts';
import { Pointers } from './preview1/pointers.ts';
import { pollFunctions } from './preview1/poll.ts';
import { processFunctions } from './preview1/process.ts';
import { standardStreams } from './preview1/streams.ts';
import { Table } from './preview1/table.ts';
import { transferFunctions } from './preview1/transfer.ts';

export const preview1Module = 'wasi_snapshot_preview1';

export interface Preview1 extends Disposable {
  readonly imports: Readonly<Record<string, unknown>>;
}

/** Opens what the guest may see of the machine, and nothing else. */
export function openPreview1(io: GuestIo, memory: GuestMemory): Preview1 {
  const files = new OpenFiles();
  const context: Context = { pointers: new Pointers(memory), table: new Table(), files };
  try {
    fillTable(context, io);
  } catch (error) {
    files[Symbol.dispose]();
    throw error;
  }
  const ended = new AbortController();
  const { fd_read, poll_oneoff, ...atOnce } = asImports(
    {
      ...processFunctions(context, io),
      ...descriptorFunctions(context),
      ...transferFunctions(context),
      ...listingFunctions(context),
      ...pathFunctions(context),
      ...pollFunctions(context, ended.signal),
    },
    context,
  );
  return {
    imports: { ...atOnce, fd_read: maySuspend(fd_read), poll_oneoff: maySuspend(poll_oneoff) },
    [Symbol.dispose]() {
      ended.abort();
      files[Symbol.dispose]();
    },
  };
}

/** The standard streams, and from 3 on the folders, in their order. */
function fillTable({ table, files }: Context, io: GuestIo): void {
  for (const stream of standardStreams(io)) table.add(stream);
  for (const [guestPath, hostPath] of Object.entries(io.folders)) {
    table.add({
      kind: 'folder',
      folder: files.hold(hostPath, io.sandbox),
      preopen: Buffer.from(guestPath),
      base: folderRights,
      inheriting: allRights,
      flags: 0,
    });
  }
}

/** A call that waits pauses the guest, and leaves this process at work; one that does not wait returns at once. */
function maySuspend(call: ((...parameters: never[]) => unknown) | undefined): unknown {
  return call && new WebAssembly.Suspending(call);
}
