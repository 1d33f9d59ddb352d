/**
 * Signals while a guest computes. The thread that it runs in hears of none then, and a handler that cannot run keeps the
 * system from ending the process. Another thread, which costs two milliseconds once, sees that this one stands still, and
 * has V8 interrupt the guest for as long as it takes to stop the handlers: the next signal ends the process by itself.
 * They go on as soon as the guest gives way, and hear then what came before they were stopped.
 */
import { createHook } from 'node:async_hooks';
import { constants } from 'node:os';
import { Worker } from 'node:worker_threads';

/** How often both threads look at each other, in milliseconds; this one stands still where that passes twice. */
const lookMs = 500;

/** What of the shared memory is what: 32-bit numbers. */
const slot = { beats: 0, drains: 1 } as const;

/** Where the other thread finds what it has this one do. */
const door = 'slight.computing';

// in a text of its own, because what is bundled is one file a program
const program = `
const { numbers, slot, door, lookMs, patience } = require('node:worker_threads').workerData;
const { Session } = require('node:inspector');
let last = -1;
let missed = 0;
let drained = 0;
let isAsked = false;
setInterval(() => {
  const beats = Atomics.load(numbers, slot.beats);
  missed = beats === last ? missed + 1 : 0;
  last = beats;
  if (Atomics.load(numbers, slot.drains)) drained += lookMs;
  // again at each look: where the guest gives way to another one that computes, the handlers have gone on
  if (missed < 2 || isAsked) return;
  isAsked = true;
  // connected for this alone: a process that ends waits for whoever is still connected, and says so
  const session = new Session();
  session.connectToMainThread();
  const expression = 'globalThis[Symbol.for("' + door + '")]?.()';
  session.post('Runtime.evaluate', { expression }, () => {
    session.disconnect();
    isAsked = false;
    if (drained > patience) process.kill(process.pid, 'SIGTERM');
  });
}, lookMs);
`;

/** Node's own handle of a signal that is listened to. */
interface SignalHandle {
  start(signal: number): number;
  stop(): number;
}

export type SignalHandles = Map<NodeJS.Signals, SignalHandle>;

/**
 * Listens to signals.
 * @param handlers what is called
 * @returns their handles, as far as Node shows them
 */
export function listenTo(handlers: ReadonlyMap<NodeJS.Signals, () => void>): SignalHandles {
  const handles: SignalHandles = new Map();
  for (const [name, handler] of handlers) {
    const hook = createHook({
      init: (_id, type, _trigger, resource) => {
        if (type === 'SIGNALWRAP' && isHandle(resource)) handles.set(name, resource);
      },
    }).enable();
    process.on(name, handler);
    hook.disable();
  }
  return handles;
}

export interface Computing extends Disposable {
  /** What is under way may go on for its patience, and no longer where this thread does not hear that it is over. */
  drains(): void;
}

/** @param patience how long this process may take to end by itself after a first signal, in milliseconds */
export function hearWhileComputing(handles: SignalHandles, patience: number): Computing {
  const numbers = new Int32Array(new SharedArrayBuffer(8));
  const here = globalThis as Record<symbol, unknown>;
  let isStopped = false;
  here[Symbol.for(door)] = () => {
    if (isStopped) return;
    isStopped = true;
    for (const handle of handles.values()) handle.stop();
    // the first thing when the guest gives way, before the signals that came meanwhile are looked at
    queueMicrotask(() => {
      isStopped = false;
      for (const [name, handle] of handles) handle.start(constants.signals[name]);
    });
  };
  const timer = setInterval(() => void Atomics.add(numbers, slot.beats, 1), lookMs).unref();
  const worker = new Worker(program, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { numbers, slot, door, lookMs, patience },
  });
  // without it, a guest that computes is ended by SIGKILL alone, and all else is as it was
  worker.on('error', () => undefined);
  worker.unref();
  return {
    drains: () => void Atomics.store(numbers, slot.drains, 1),
    [Symbol.dispose]() {
      clearInterval(timer);
      Reflect.deleteProperty(here, Symbol.for(door));
      void worker.terminate();
    },
  };
}

function isHandle(resource: object): resource is SignalHandle {
  return 'start' in resource && typeof resource.start === 'function' && 'stop' in resource;
}
