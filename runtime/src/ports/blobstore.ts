/** Blobs: what a provider implements and hosts adapt. The contract suite (test/contract) says the rest. */
import { CapabilityError } from './errors.ts';

/**
 * A container of objects. Names are Unicode, not empty, of at most 1024 bytes in UTF-8; `/` means nothing in them. An
 * object is there as it was written, whole, or it is not there: nobody sees a part of it, whatever ends its writer.
 */
export interface BlobContainer {
  /** When the container was made; `undefined` where the server does not tell. */
  createdAt(): Promise<Date | undefined>;
  /**
   * Begins to read an object, as it is now: what is written meanwhile changes nothing of what comes. Fails with
   * `object-not-found`.
   */
  read(name: string, range?: BlobRange): Promise<BlobReader>;
  /** Begins to write an object, in the place of any that is there when the writing is finished. */
  write(name: string): Promise<BlobWriter>;
  /** What is known of an object; `undefined` where it is not there. */
  stat(name: string): Promise<BlobStat | undefined>;
  /** Every name that begins with the prefix and is there from the listing's start to its end, each once, in any order. */
  list(prefix?: string): AsyncIterable<string>;
  /** Deletes objects; one that is absent is no error. */
  delete(names: readonly string[]): Promise<void>;
  /** Copies an object, to another name of the container. Fails with `object-not-found`. */
  copy(from: string, to: string): Promise<void>;
  /** Deletes every object. */
  clear(): Promise<void>;
}

/** A part of an object, in bytes. What of it lies behind the object's end is not there, and that is no error. */
export interface BlobRange {
  readonly start: number;
  /** Default: to the end. */
  readonly length?: number;
}

export interface BlobStat {
  /** In bytes. */
  readonly size: number;
  /** When it was written. */
  readonly createdAt: Date;
}

/** An object that is read. Disposing ends that, at any point. */
export interface BlobReader extends AsyncDisposable {
  /** How many bytes it gives in all. */
  readonly size: number;
  /** The next bytes, as they come, at least one; `undefined` at the end. They stay as they are until the next call. */
  read(): Promise<Uint8Array | undefined>;
}

/** An object that is written. Disposing gives it up, where it was not finished: then nothing is left of it. */
export interface BlobWriter extends AsyncDisposable {
  /** Takes the next bytes, which must not be changed afterwards; settles when it takes more. One call at a time. */
  write(bytes: Uint8Array): Promise<void>;
  /** The object is whole: it is in its place when this settles. */
  finish(): Promise<void>;
}

/** The cases of its failures: those of the WIT of today, spiderlightning:blob-store. */
export const blobStoreErrors = [
  'object-not-found',
  'invalid-name',
  'connection-error',
  'authentication-error',
  'timeout-error',
  'io-error',
  'unexpected-error',
] as const;

export type BlobStoreErrorCase = (typeof blobStoreErrors)[number];

export function objectNotFound(name: string): CapabilityError<BlobStoreErrorCase> {
  return new CapabilityError('object-not-found', `there is no object ${JSON.stringify(name)}`);
}

/** Copies an object by reading and writing it: between containers, or where a server does not do it itself. */
export async function copyThrough(
  from: { readonly container: BlobContainer; readonly name: string },
  to: { readonly container: BlobContainer; readonly name: string },
): Promise<void> {
  await using reader = await from.container.read(from.name);
  await using writer = await to.container.write(to.name);
  for (let bytes = await reader.read(); bytes !== undefined; bytes = await reader.read())
    await writer.write(bytes);
  await writer.finish();
}
