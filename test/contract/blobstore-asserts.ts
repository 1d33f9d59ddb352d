/** What the contracts of blobstore write, read and compare. */
import assert from 'node:assert/strict';
import type { BlobContainer, BlobRange } from '@slight/runtime/ports/blobstore.ts';

/** One that is open. */
export type OpenContainer = BlobContainer & AsyncDisposable;

/** Writes an object in pieces, and finishes it. */
export async function put(
  container: BlobContainer,
  name: string,
  ...pieces: readonly (Uint8Array | string)[]
): Promise<void> {
  await using writer = await container.write(name);
  for (const piece of pieces) await writer.write(Buffer.from(piece as string));
  await writer.finish();
}

/** Reads an object to its end. */
export async function readAll(container: BlobContainer, name: string, range?: BlobRange): Promise<Buffer> {
  await using reader = await container.read(name, range);
  const pieces: Uint8Array[] = [];
  for (let bytes = await reader.read(); bytes !== undefined; bytes = await reader.read()) {
    assert.ok(bytes.length > 0, 'a piece of an object has at least one byte');
    pieces.push(Uint8Array.from(bytes));
  }
  const all = Buffer.concat(pieces);
  assert.equal(reader.size, all.length, 'a reader tells how much it gives');
  return all;
}

/** All names, sorted. */
export async function namesOf(container: BlobContainer, prefix?: string): Promise<string[]> {
  return (await Array.fromAsync(container.list(prefix))).sort();
}

/** The bytes of a large object, from an offset: they tell where they belong, at a period that is no power of two. */
export function patternAt(offset: number, length: number): Buffer {
  const period = Buffer.from(Array.from({ length: 251 }, (_, at) => (offset + at) % 251));
  return Buffer.alloc(length, period);
}

/** Writes an object of the pattern, piece by piece. */
export async function fill(container: BlobContainer, name: string, size: number): Promise<void> {
  await using writer = await container.write(name);
  const piece = 251 * 1000;
  const pattern = patternAt(0, piece);
  for (let at = 0; at < size; at += piece)
    await writer.write(pattern.subarray(0, Math.min(piece, size - at)));
  await writer.finish();
}

/** How many bytes an object has; fails where they are not those of the pattern. */
export async function checkFill(container: BlobContainer, name: string): Promise<number> {
  await using reader = await container.read(name);
  let at = 0;
  for (let bytes = await reader.read(); bytes !== undefined; bytes = await reader.read()) {
    if (Buffer.compare(bytes, patternAt(at, bytes.length)) !== 0) assert.fail(`other bytes at ${at}`);
    at += bytes.length;
  }
  return at;
}
