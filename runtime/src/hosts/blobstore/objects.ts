/** What the hosts of blobstore share: a container, and what of it is under way, as the guest holds it. */
import { objectNotFound } from '../../ports/blobstore.ts';
import type { BlobContainer } from '../../ports/blobstore.ts';
import type { HostContext } from '../host.ts';
import { HostResource } from '../values.ts';

/** A container that the guest has opened. */
export class Container extends HostResource {
  readonly port: BlobContainer;
  /** As the guest opened it. */
  readonly name: string;

  constructor(port: BlobContainer, name: string) {
    super('container', name);
    this.port = port;
    this.name = name;
  }

  /** As `container-metadata`. */
  async info(): Promise<{ readonly name: string; readonly createdAt: bigint }> {
    const made = await this.port.createdAt();
    return { name: this.name, createdAt: made ? seconds(made) : 0n };
  }

  /** As `object-metadata`. */
  async objectInfo(name: string): Promise<Readonly<Record<string, string | bigint>>> {
    const found = await this.port.stat(name);
    if (!found) throw objectNotFound(name);
    const { size, createdAt } = found;
    return { name, container: this.name, createdAt: seconds(createdAt), size: BigInt(size) };
  }

  async has(name: string): Promise<boolean> {
    return (await this.port.stat(name)) !== undefined;
  }
}

/**
 * Puts away what is under way when the instance of its guest ends, so that a guest that dies leaves no half of an object.
 * @returns puts it away now
 */
export function untilEnd(one: AsyncDisposable, { signal }: Pick<HostContext, 'signal'>): () => Promise<void> {
  const end = async () => one[Symbol.asyncDispose]();
  // that it could not be ended well is nothing that anybody waits for
  const atEnd = () => void end().catch(() => undefined);
  if (signal?.aborted === true) atEnd();
  else signal?.addEventListener('abort', atEnd, { once: true });
  return () => {
    signal?.removeEventListener('abort', atEnd);
    return end();
  };
}

/** A size or an offset that a guest gives: what is beyond the numbers that are exact is beyond every object. */
export function toNumber(size: bigint): number {
  return Number(size < BigInt(Number.MAX_SAFE_INTEGER) ? size : Number.MAX_SAFE_INTEGER);
}

/** Seconds since the Unix epoch. */
function seconds(date: Date): bigint {
  return BigInt(Math.floor(date.getTime() / 1000));
}
