/** WASI preview 1 for one instance: all of its functions, over the same files, clocks and streams as WASI 0.2. */
import type { GuestMemory } from '../abi/memory.ts';
import { OpenFiles } from '../../files/open-files.ts';
import type { GuestIo } from '../../guest.ts';
import type { Wait } from '../../wait.ts';
import { asImports } from './context.ts';
import type { Context } from './context.ts';
import { descriptorFunctions } from './descriptors.ts';
import { listingFunctions } from './listing.ts';
import { allRights, folderRights } from './numbers.ts';
import { pathFunctions } from './paths.ts';
import { Pointers } from './pointers.ts';
import { pollFunctions } from './poll.ts';
import type { Waiting } from './poll.ts';
import { processFunctions } from './process.ts';
import { standardStreams } from './streams.ts';
import { Table } from './table.ts';
import { transferFunctions } from './transfer.ts';
import { effect, Use } from '../use.ts';

export const preview1Module = 'wasi_snapshot_preview1';

export interface Preview1 extends Disposable {
  readonly imports: Readonly<Record<string, unknown>>;
  /** Gives the guest the descriptors that it had at its start. `use` is what it has done since. */
  reset(): void;
}

/** Opens what the guest may see of the machine, and nothing else. */
export function openPreview1(
  io: GuestIo,
  memory: GuestMemory,
  { wait, use }: { readonly wait: Wait; readonly use: Use },
): Preview1 {
  const { calls, ...rest } = openCalls(io, memory, use);
  const waiting = (name: string) => ({
    [name]: new WebAssembly.Suspending(wait.around(calls[name] as never)),
  });
  // a call that waits pauses the guest, and leaves this process at work; one that does not wait returns at once
  return { ...rest, imports: { ...calls, ...waiting('fd_read'), ...waiting('poll_oneoff') } };
}

export interface Calls extends Disposable, Pick<Preview1, 'reset'> {
  /** Each gives its errno, or where it waits a promise of it. */
  readonly calls: ReturnType<typeof asImports>;
}

/** The functions as they are before a module can wait in them. */
export function openCalls(io: GuestIo, memory: GuestMemory, use = new Use()): Calls {
  const files = new OpenFiles();
  const context: Context = { pointers: new Pointers(memory), table: new Table(), files, use };
  try {
    fillTable(context, io);
  } catch (error) {
    files[Symbol.dispose]();
    throw error;
  }
  const waiting: Waiting = new Set();
  const calls = asImports(
    {
      ...processFunctions(context, io),
      ...descriptorFunctions(context),
      ...transferFunctions(context),
      ...listingFunctions(context),
      ...pathFunctions(context),
      ...pollFunctions(context, waiting),
    },
    context,
  );
  return {
    calls,
    reset() {
      if (use.most < effect.descriptors) return;
      files.clear();
      context.table.clear();
      fillTable(context, io);
    },
    [Symbol.dispose]() {
      for (const one of waiting) {
        waiting.delete(one);
        one.abort();
      }
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
