/** A guest that is told what to do with its store, by way of its configs: see test/guests/c/contract.c. */
import type { Guest } from '@slight/runtime/guest/guest.ts';
import type { Configs } from '@slight/runtime/ports/configs.ts';
import type { KeyValue } from '@slight/runtime/ports/keyvalue.ts';
import { CapabilityError } from '@slight/runtime/ports/errors.ts';
import { keyValueErrors } from '@slight/runtime/ports/keyvalue.ts';
import type { Bucket } from '../contract/keyvalue-asserts.ts';
import { runGuest } from './guests.ts';
import { opener } from './opener.ts';

/** A command that fails does so with what the guest was told. */
export interface Driven extends AsyncDisposable {
  readonly command: (name: string, ...args: (string | Uint8Array)[]) => Promise<Buffer[]>;
}

/** Starts the guest with this store; it waits for commands until it is disposed. */
export function drive(guest: Guest, store: KeyValue): Driven {
  return driveWith(guest, { keyvalue: { store } });
}

/** The same, with what it opens as `store`. `errors`: the cases of that port. */
export function driveWith(
  guest: Guest,
  ports: Parameters<typeof opener>[0],
  errors: readonly string[] = keyValueErrors,
): Driven {
  const { configs, send } = channel();
  const ran = runGuest(guest, ['drive', 'store'], {
    opener: opener({ ...ports, configs: { ...ports.configs, driver: configs } }),
  });
  const ended = ran.then(({ code, stdout, stderr }) => {
    throw new Error(`the guest ended with ${code}: ${stdout}${stderr}`);
  });
  ended.catch(() => undefined);
  // one guest does one thing at a time
  let last: Promise<unknown> = Promise.resolve();
  return {
    command(name, ...args) {
      const answer = last.then(async () => {
        const [status, ...fields] = split(await Promise.race([send(join([name, ...args])), ended]));
        if (String(status) === 'ok') return fields;
        const [errorCase = '', message = ''] = fields.map(String);
        throw failure(errorCase, message, errors);
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      await last;
      void send(Buffer.alloc(0));
      await ran;
    },
  };
}

/** The guest's store, as a bucket that the contract can be tried on. */
export function drivenBucket(guest: Guest, store: KeyValue): Bucket {
  const driven = drive(guest, store);
  const { command } = driven;
  return {
    get: async (key) => {
      try {
        const [value] = await command('get', key);
        return value;
      } catch (error) {
        if (error instanceof CapabilityError && error.case === 'key-not-found') return undefined;
        throw error;
      }
    },
    set: async (key, value) => {
      await command('set', key, value);
    },
    exists: async (key) => String(await command('exists', key)) === 'true',
    async *keys() {
      yield* (await command('keys')).map(String);
    },
    delete: async (key) => {
      await command('delete', key);
    },
    increment: async (key, delta) => BigInt(String(await command('increment', key, String(delta)))),
    swap: async (key, expected, value) => {
      const [result] = await command('swap', key, expected ? 'some' : 'none', expected ?? '', value);
      return String(result) === 'swapped';
    },
    [Symbol.asyncDispose]: () => driven[Symbol.asyncDispose](),
  };
}

/** Where an interface has no case of its own, the port's case stands before the text. */
function failure(errorCase: string, message: string, errors: readonly string[]): Error {
  if (errors.includes(errorCase)) return new CapabilityError(errorCase, message);
  const [, inside, text] = /^([a-z-]+): (.*)$/s.exec(message) ?? [];
  return new CapabilityError(inside ?? errorCase, text ?? message);
}

function channel(): { configs: Configs; send: (command: Uint8Array) => Promise<Uint8Array> } {
  const commands = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 10 });
  const reader = commands.readable.getReader();
  const writer = commands.writable.getWriter();
  let answered: (answer: Uint8Array) => void = () => undefined;
  return {
    configs: {
      all: () => Promise.resolve([]),
      get: async () => (await reader.read()).value,
      set: (_, answer) => {
        answered(answer);
        return Promise.resolve();
      },
    },
    send(command) {
      const { promise, resolve } = Promise.withResolvers<Uint8Array>();
      answered = resolve;
      void writer.write(command);
      return promise;
    },
  };
}

/** A field is its length, 32 bits little-endian, and its bytes. */
function join(fields: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field as string);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function split(message: Uint8Array): Buffer[] {
  const bytes = Buffer.from(message);
  const fields: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
