import { CapabilityError } from '../../ports/errors.ts';
import type { BlobReader } from '../../ports/blobstore.ts';

/** A reader, and what came of it and was not taken yet. */
export interface Source {
  readonly reader: BlobReader;
  kept: Uint8Array | undefined;
}

/**
 * Exactly so many of the next bytes, which the reader has: guests read a whole object by its size in one call.
 * @throws CapabilityError `io-error` where the reader ends before
 */
export async function taken(source: Source, length: number): Promise<Uint8Array> {
  let all: Uint8Array | undefined;
  for (let at = 0; at < length;) {
    const piece = source.kept ?? (await source.reader.read());
    if (!piece) throw new CapabilityError('io-error', 'the object broke off before its end');
    const part = piece.subarray(0, length - at);
    source.kept = part.length < piece.length ? piece.subarray(part.length) : undefined;
    // nothing is copied where one piece is all
    if (part.length === length) return part;
    all ??= Buffer.allocUnsafeSlow(length);
    all.set(part, at);
    at += part.length;
  }
  return all ?? new Uint8Array();
}
