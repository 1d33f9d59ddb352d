/** SpiderLightning's blob store: `blob-store` of legacy modules, and today's component package, which can do more. */
import { blobStoreErrors } from '../../ports/blobstore.ts';
import type { BlobReader, BlobWriter } from '../../ports/blobstore.ts';
import { CapabilityError } from '../../ports/errors.ts';
import { failing, withCase } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { HostResource } from '../values.ts';
import { Container, toNumber, untilEnd } from './objects.ts';
import { taken } from './taken.ts';

/** What is read at once, at the most, in bytes: no more has room in a guest whose memory is the usual 1 GiB. */
const most = 2 ** 30;

class ReadStream extends HostResource {
  readonly reader: BlobReader;
  readonly end: () => Promise<void>;
  /** What came and was not asked for yet. */
  kept: Uint8Array | undefined;
  left: number;

  constructor(reader: BlobReader, container: Container, context: HostContext) {
    super('read-stream', container.openedAs);
    this.reader = reader;
    this.end = untilEnd(reader, context);
    this.left = reader.size;
  }
}

class WriteStream extends HostResource {
  readonly writer: BlobWriter;
  readonly end: () => Promise<void>;
  isClosed = false;

  constructor(writer: BlobWriter, container: Container, context: HostContext) {
    super('write-stream', container.openedAs);
    this.writer = writer;
    this.end = untilEnd(writer, context);
  }
}

/** A listing that is read page by page. */
class Listing extends HostResource {
  readonly names: AsyncIterator<string>;

  constructor(container: Container, prefix: string | undefined) {
    super('listing', container.openedAs);
    this.names = container.port.list(prefix)[Symbol.asyncIterator]();
  }
}

/** `variant error { unexpected-error(string) }` of generation 0.5: the case goes into the text. */
const withText: ErrorValue = (error) => ({
  tag: 'unexpected-error',
  val: error.case === 'unexpected-error' ? error.message : `${error.case}: ${error.message}`,
});

export const host: Host = {
  create(interfaceName, context) {
    const isLegacy = interfaceName === 'blob-store';
    const functions = { ...shared(context), ...(isLegacy ? {} : more(context)) };
    return {
      name: interfaceName,
      functions: failing(isLegacy ? withText : withCase(blobStoreErrors), functions, {
        interfaceName,
        context,
      }),
    };
  },
};

function shared(context: HostContext): Record<string, HostFunction> {
  return {
    '[static]container.open': async (name: string) =>
      new Container(await context.open('blobstore', name), name),

    '[method]container.name': ({ name }: Container) => name,
    '[method]container.info': (container: Container) => container.info(),

    '[method]container.read-object': async (container: Container, name: string) =>
      new ReadStream(await container.port.read(name), container, context),

    '[method]container.write-object': async (container: Container, name: string) =>
      new WriteStream(await container.port.write(name), container, context),

    '[method]container.list-objects': ({ port }: Container) => Array.fromAsync(port.list()),
    '[method]container.delete-object': ({ port }: Container, name: string) => port.delete([name]),
    '[method]container.delete-objects': ({ port }: Container, names: readonly string[]) => port.delete(names),
    '[method]container.has-object': (container: Container, name: string) => container.has(name),
    '[method]container.object-info': (container: Container, name: string) => container.objectInfo(name),
    '[method]container.clear': ({ port }: Container) => port.clear(),

    '[method]write-stream.write': async (stream: WriteStream, bytes: Uint8Array) => {
      requireOpen(stream);
      await stream.writer.write(bytes);
    },
    '[method]write-stream.close': async (stream: WriteStream) => {
      requireOpen(stream);
      stream.isClosed = true;
      await stream.writer.finish();
    },

    '[method]read-stream.read': async (stream: ReadStream, size: bigint) => {
      if (stream.left === 0) return undefined;
      const bytes = await taken(stream, Math.min(toNumber(size), stream.left, most));
      stream.left -= bytes.length;
      return bytes;
    },
    '[method]read-stream.available': ({ left }: ReadStream) => BigInt(left),

    '[resource-drop]container': () => undefined,
    '[resource-drop]read-stream': ({ end }: ReadStream) => end(),
    '[resource-drop]write-stream': ({ end }: WriteStream) => end(),
  };
}

function more(context: HostContext): Record<string, HostFunction> {
  return {
    '[method]container.read-range': async (
      container: Container,
      name: string,
      start: bigint,
      length: bigint,
    ) => {
      const range = { start: toNumber(start), length: toNumber(length) };
      return new ReadStream(await container.port.read(name, range), container, context);
    },
    '[method]container.copy-object': ({ port }: Container, from: string, to: string) => port.copy(from, to),
    '[method]container.list': (container: Container, prefix: string | undefined) =>
      new Listing(container, prefix),

    '[method]listing.next': async ({ names }: Listing, most: number) => {
      const page: string[] = [];
      while (page.length < most) {
        const next = await names.next();
        if (next.done === true) break;
        page.push(next.value);
      }
      return page;
    },
    '[resource-drop]listing': async ({ names }: Listing) => {
      await names.return?.();
    },
  };
}

function requireOpen({ isClosed }: WriteStream): void {
  if (isClosed)
    throw new CapabilityError(
      'unexpected-error',
      'the object was closed, so nothing more can be written to it',
    );
}
