/** wasi:blobstore@0.2.0-draft, as wasmCloud serves it: containers by name, objects as streams of wasi:io. */
import { copyThrough } from '../../ports/blobstore.ts';
import { UndeclaredCapability } from '../../ports/errors.ts';
import { failing } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { HostResource } from '../values.ts';
import { Container, toNumber, untilEnd } from './objects.ts';
import { IncomingValue } from './wasi/incoming-value.ts';
import { OutgoingValue } from './wasi/outgoing-value.ts';

/** Names that a guest may ask for at once. */
const mostNames = 100_000;

/** A listing that is read as it comes. One name is read ahead: it tells whether there are more. */
class ObjectNames extends HostResource {
  readonly #names: AsyncIterator<string>;
  #next: Promise<IteratorResult<string>> | undefined;

  constructor(container: Container) {
    super('stream-object-names', container.openedAs);
    this.#names = container.port.list()[Symbol.asyncIterator]();
  }

  async take(count: bigint): Promise<{ readonly names: string[]; readonly isAtEnd: boolean }> {
    const names: string[] = [];
    const most = Math.min(toNumber(count), mostNames);
    for (;;) {
      const next = await (this.#next ??= this.#names.next());
      if (next.done === true || names.length === most) return { names, isAtEnd: next.done === true };
      names.push(next.value);
      this.#next = undefined;
    }
  }

  async close(): Promise<void> {
    await this.#names.return?.();
  }
}

interface ObjectId {
  readonly container: string;
  readonly object: string;
}

/** `type error = string`: the case goes into the text. */
const toText: ErrorValue = (error) =>
  error.case === 'unexpected-error' ? error.message : `${error.case}: ${error.message}`;

export const host: Host = {
  create(interfaceName, context) {
    const functions = functionsOf(interfaceName, context);
    return { name: interfaceName, functions: failing(toText, functions, { interfaceName, context }) };
  },
};

function functionsOf(interfaceName: string, context: HostContext): Record<string, HostFunction> {
  if (interfaceName.includes('/types@')) return types();
  if (interfaceName.includes('/container@')) return container(context);
  return blobstore(context);
}

function types(): Record<string, HostFunction> {
  return {
    '[static]outgoing-value.new-outgoing-value': () => new OutgoingValue(),
    '[method]outgoing-value.outgoing-value-write-body': (value: OutgoingValue) => value.stream(),
    '[static]outgoing-value.finish': (value: OutgoingValue) => value.finish(),
    '[resource-drop]outgoing-value': (value: OutgoingValue) => value.drop(),

    '[static]incoming-value.incoming-value-consume-sync': (value: IncomingValue) => value.whole(),
    '[static]incoming-value.incoming-value-consume-async': (value: IncomingValue) => value.stream(),
    '[method]incoming-value.size': ({ reader }: IncomingValue) => BigInt(reader.size),
    '[resource-drop]incoming-value': (value: IncomingValue) => value.drop(),
  };
}

function container(context: HostContext): Record<string, HostFunction> {
  return {
    '[method]container.name': ({ name }: Container) => name,
    '[method]container.info': (one: Container) => one.info(),

    '[method]container.get-data': async (one: Container, name: string, start: bigint, end: bigint) => {
      const range = { start: toNumber(start), length: end < start ? 0 : toNumber(end - start + 1n) };
      const reader = await one.port.read(name, range);
      return new IncomingValue(reader, one.openedAs, untilEnd(reader, context));
    },

    '[method]container.write-data': async (one: Container, name: string, value: OutgoingValue) => {
      const writer = await one.port.write(name);
      await value.become(writer, untilEnd(writer, context));
    },

    '[method]container.list-objects': (one: Container) => new ObjectNames(one),
    '[method]container.delete-object': ({ port }: Container, name: string) => port.delete([name]),
    '[method]container.delete-objects': ({ port }: Container, names: readonly string[]) => port.delete(names),
    '[method]container.has-object': (one: Container, name: string) => one.has(name),
    '[method]container.object-info': (one: Container, name: string) => one.objectInfo(name),
    '[method]container.clear': ({ port }: Container) => port.clear(),

    '[method]stream-object-names.read-stream-object-names': async (names: ObjectNames, count: bigint) => {
      const { names: read, isAtEnd } = await names.take(count);
      return [read, isAtEnd];
    },
    '[method]stream-object-names.skip-stream-object-names': async (names: ObjectNames, count: bigint) => {
      const { names: passed, isAtEnd } = await names.take(count);
      return [BigInt(passed.length), isAtEnd];
    },

    '[resource-drop]container': () => undefined,
    '[resource-drop]stream-object-names': (names: ObjectNames) => names.close(),
  };
}

/** Which containers there are, the slightfile says: each that it declares is there, and none besides. */
function blobstore(context: HostContext): Record<string, HostFunction> {
  const open = async (name: string) => new Container(await context.open('blobstore', name), name);
  const copy = async (from: ObjectId, to: ObjectId) => {
    const [source, target] = [await open(from.container), await open(to.container)];
    if (from.container === to.container) await source.port.copy(from.object, to.object);
    else
      await copyThrough(
        { container: source.port, name: from.object },
        { container: target.port, name: to.object },
      );
    return source;
  };
  return {
    'create-container': open,
    'get-container': open,
    // the name stays, which is the slightfile's
    'delete-container': async (name: string) => (await open(name)).port.clear(),
    'container-exists': async (name: string) => {
      try {
        await open(name);
        return true;
      } catch (error) {
        if (error instanceof UndeclaredCapability) return false;
        throw error;
      }
    },
    'copy-object': async (from: ObjectId, to: ObjectId) => {
      await copy(from, to);
    },
    'move-object': async (from: ObjectId, to: ObjectId) => {
      const source = await copy(from, to);
      if (from.container !== to.container || from.object !== to.object)
        await source.port.delete([from.object]);
    },
  };
}
