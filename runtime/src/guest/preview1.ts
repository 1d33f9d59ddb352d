/** WASI preview 1 for one instance: node:wasi, with what a run wants otherwise laid over. */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { WASI } from 'node:wasi';
import type { GuestMemory } from './abi/memory.ts';
import type { GuestIo } from './guest.ts';
import { confine } from './preview1-paths.ts';
import { onReplaced, readInput } from './preview1-stdin.ts';
import { GuestExit } from './trap.ts';
import { sink } from './wasi/stdio.ts';
import type { Sink } from './wasi/streams.ts';

export const preview1Module = 'wasi_snapshot_preview1';

/** Numbers of the preview 1 witx. */
const errno = { success: 0, fault: 21, io: 29, pipe: 64 } as const;
const characterDevice = 2;
/** As many as Linux takes in one call; the guest writes the rest with its next one. */
const maxVectors = 1024;
/** What setTimeout can wait. */
const maxTimeout = 2 ** 31 - 1;
const rightToWrite = 1n << 6n;

export interface Preview1 extends Disposable {
  readonly imports: Record<string, unknown>;
  /** To be called once there is an instance, before it runs. */
  bind(instance: WebAssembly.Instance): void;
}

/** Opens what the guest may see of the machine, and nothing else. */
export function openPreview1(io: GuestIo, memory: GuestMemory): Preview1 {
  const stdin = io.stdin === 'empty' ? openSync(devNull, 'r') : 0;
  const wasi = new WASI({
    version: 'preview1',
    args: [...io.args],
    env: { ...io.environment },
    preopens: { ...io.folders },
    stdin,
    returnOnExit: true,
  });
  const imports: Record<string, unknown> = { ...wasi.wasiImport };
  imports['proc_exit'] = (code: number) => {
    throw new GuestExit(code >>> 0);
  };
  redirect(imports, io, memory);
  if (io.stdin === 'inherit') readInput(imports, memory);
  if (Object.keys(io.folders).length > 0) confine(imports, io.folders, memory);
  const sleeps = new Set<NodeJS.Timeout>();
  imports['poll_oneoff'] = new WebAssembly.Suspending(
    pollOrSleep(imports['poll_oneoff'] as Poll, memory, sleeps),
  );
  return {
    imports,
    bind: (instance) => wasi.finalizeBindings(instance),
    [Symbol.dispose]() {
      for (const timer of sleeps) clearTimeout(timer);
      if (stdin !== 0) closeSync(stdin);
    },
  };
}

type Poll = (subscriptions: number, events: number, count: number, happened: number) => number;

/**
 * A poll of nothing but a span of time is a sleep, and leaves this process at work: node:wasi would block it.
 * Layout of a subscription (48 bytes) and an event (32): witx of preview 1.
 */
function pollOrSleep(
  poll: Poll,
  memory: GuestMemory,
  sleeps: Set<NodeJS.Timeout>,
): (...args: Parameters<Poll>) => number | Promise<number> {
  return (subscriptions, events, count, happened) => {
    memory.refresh();
    const from = subscriptions >>> 0;
    const to = events >>> 0;
    const end = happened >>> 0;
    if (count !== 1 || !fits(memory, from, 48) || !fits(memory, to, 32) || !fits(memory, end, 4)) {
      return poll(subscriptions, events, count, happened);
    }
    const { view } = memory;
    const isClock = view.getUint8(from + 8) === 0;
    const isMoment = (view.getUint16(from + 40, true) & 1) === 1;
    if (!isClock || isMoment) return poll(subscriptions, events, count, happened);
    const userdata = view.getBigUint64(from, true);
    const due = performance.now() + Number(view.getBigUint64(from + 24, true)) / 1e6;
    return new Promise((resolve) => {
      const sleep = () => {
        const timer = setTimeout(
          () => {
            sleeps.delete(timer);
            // a timer may fire up to a millisecond early, and cannot wait for more than 25 days
            if (performance.now() < due) {
              sleep();
              return;
            }
            memory.refresh();
            memory.bytes.fill(0, to, to + 32);
            memory.view.setBigUint64(to, userdata, true);
            memory.view.setUint32(end, 1, true);
            resolve(errno.success);
          },
          Math.min(Math.ceil(due - performance.now()), maxTimeout),
        );
        sleeps.add(timer);
      };
      sleep();
    });
  };
}

type Write = (fd: number, vectors: number, count: number, written: number) => number;
type Stat = (fd: number, address: number) => number;

/**
 * Writes what the guest prints, or hands it over. Not node:wasi's own way: it loses what does not fit into a pipe that
 * something in this process has made non-blocking.
 */
function redirect(imports: Record<string, unknown>, io: GuestIo, memory: GuestMemory): void {
  const sinks: (Sink | undefined)[] = [undefined, sink(io.stdout, 1), sink(io.stderr, 2)];
  const isHandedOver = [false, io.stdout !== 'inherit', io.stderr !== 'inherit'];
  const write = imports['fd_write'] as Write;
  const stat = imports['fd_fdstat_get'] as Stat;

  imports['fd_write'] = (fd: number, vectors: number, count: number, written: number): number => {
    const target = sinks[fd];
    if (!target) return write(fd, vectors, count, written);
    const bytes = gather(memory, vectors >>> 0, Math.min(count >>> 0, maxVectors));
    if (!bytes || !fits(memory, written >>> 0, 4)) return errno.fault;
    try {
      target.write(bytes);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      return code === 'EPIPE' ? errno.pipe : errno.io;
    }
    memory.view.setUint32(written >>> 0, bytes.length, true);
    return errno.success;
  };
  // a terminal, so that C libraries write line by line and what is said is seen while the guest runs
  imports['fd_fdstat_get'] = (fd: number, address: number): number => {
    if (!sinks[fd] || !isHandedOver[fd]) return stat(fd, address);
    const at = address >>> 0;
    memory.refresh();
    if (!fits(memory, at, 24)) return errno.fault;
    memory.bytes.fill(0, at, at + 24);
    memory.view.setUint8(at, characterDevice);
    memory.view.setBigUint64(at + 8, rightToWrite, true);
    return errno.success;
  };
  onReplaced(imports, (fd) => {
    sinks[fd] = undefined;
  });
}

/** The bytes of an array of vectors, each an address and a length; undefined where one is outside the memory. */
function gather(memory: GuestMemory, vectors: number, count: number): Uint8Array | undefined {
  memory.refresh();
  if (!fits(memory, vectors, count * 8)) return undefined;
  const parts: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const address = memory.view.getUint32(vectors + index * 8, true);
    const length = memory.view.getUint32(vectors + index * 8 + 4, true);
    if (!fits(memory, address, length)) return undefined;
    parts.push(memory.bytes.subarray(address, address + length));
  }
  return Buffer.concat(parts);
}

function fits(memory: GuestMemory, address: number, size: number): boolean {
  return address + size <= memory.bytes.byteLength;
}
