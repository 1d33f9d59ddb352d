/** Serves a guest of wasi:http in this process: over a real server, with instances that are kept. */
import { answerByHandler } from '@slight/runtime/hosts/http/wasi/answer.ts';
import { keptInstances } from '@slight/runtime/app/pool.ts';
import { serviceOf } from '@slight/runtime/app/service.ts';
import { listen } from '@slight/runtime/http/server.ts';
import { memoryKeyValue } from '../contract/memory/keyvalue.ts';
import { guest, instantiate } from './guests.ts';
import { opener } from './opener.ts';

export interface Served extends AsyncDisposable {
  readonly url: string;
  /** What the guest has printed, all instances together. */
  readonly printed: () => string;
  /** Resolves when that has been printed. */
  prints(text: string): Promise<void>;
  /** Why requests were not answered by the guest, in their order. */
  readonly failures: readonly unknown[];
}

/** Its store "bench" is in memory, and holds `key`. */
export async function serveGuest(name: string): Promise<Served> {
  const loaded = await guest(name);
  const service = serviceOf(loaded);
  if (service?.by !== 'handler') throw new Error(`${name} does not export wasi:http/incoming-handler.`);
  const values = new Map([['key', new TextEncoder().encode('value')]]);
  const context = opener({ keyvalue: { bench: memoryKeyValue(values) } });
  let printed = '';
  const heard = new EventTarget();
  const print = (bytes: Uint8Array) => {
    printed += Buffer.from(bytes).toString();
    heard.dispatchEvent(new Event('printed'));
  };
  const io = {
    args: [],
    environment: {},
    folders: {},
    stdin: 'empty',
    stdout: print,
    stderr: print,
  } as const;
  const pool = keptInstances(() => instantiate(loaded, context, io));
  const failures: unknown[] = [];
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    async handler(exchange) {
      try {
        await answerByHandler(exchange, (args) =>
          pool.use((instance) => instance.call(service.interface, 'handle', args)),
        );
      } catch (error) {
        failures.push(error);
        throw error;
      }
    },
  });
  return {
    url: listening.url,
    printed: () => printed,
    prints: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (printed.includes(text)) resolve();
        };
        heard.addEventListener('printed', look);
        look();
      }),
    failures,
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
      await pool[Symbol.asyncDispose]();
    },
  };
}
