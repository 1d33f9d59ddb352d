/** WASI 0.2 for components: every 0.2.x, since its minor versions only add. */
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import type { HostFunction, HostInterface } from '../../../hosts/values.ts';
import { own } from '../../../own.ts';
import type { GuestIo } from '../../guest.ts';
import { cli } from './cli.ts';
import { monotonicClock, wallClock } from './clocks.ts';
import { filesystem } from './filesystem.ts';
import { poll } from './poll.ts';
import { insecure, insecureSeed, random } from './random.ts';
import { ioError, streams } from './streams.ts';

export interface Wasi extends Disposable {
  readonly hosts: readonly HostInterface[];
}

/**
 * The interfaces of WASI among those that a component imports. Those that are not in the table (sockets, http) are
 * not among the hosts, so that a component which imports them starts, and fails where it calls them.
 */
export function wasi(imports: readonly InterfaceRef[], io: GuestIo): Wasi {
  const files = filesystem(io.folders, io.sandbox);
  const end = new AbortController();
  const table: Readonly<Record<string, Readonly<Record<string, HostFunction>>>> = {
    ...cli(io),
    'wasi:clocks/monotonic-clock': monotonicClock,
    'wasi:clocks/wall-clock': wallClock,
    'wasi:filesystem/preopens': files.preopens,
    'wasi:filesystem/types': files.types,
    'wasi:io/error': ioError,
    'wasi:io/poll': poll(end.signal),
    'wasi:io/streams': streams(end.signal),
    'wasi:random/insecure': insecure,
    'wasi:random/insecure-seed': insecureSeed,
    'wasi:random/random': random,
  };
  const hosts = imports.flatMap(({ name }) => {
    const [base = '', version = ''] = name.split('@');
    const functions = version.startsWith('0.2.') ? own(table, base) : undefined;
    return functions ? [{ name, functions }] : [];
  });
  return {
    hosts,
    [Symbol.dispose]() {
      end.abort();
      files[Symbol.dispose]();
    },
  };
}
