/** What is written of an answer and not sent yet: small writes are put together, in blocks that are used again. */
import type { ServerResponse } from 'node:http';

/** As much as a connection takes at once: 64 KiB. */
const blockSize = 65_536;

/** What is longer goes out as it is. */
const small = 4096;

/** Blocks that are kept for the next answer, at most: 1 MiB. */
const mostKept = 16;

/**
 * Blocks of a server that no answer has at the time. A block a write would be memory outside the engine's heap, and how
 * much of that is made decides how often the whole heap is collected.
 */
export class Blocks {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(blockSize);
  }

  /** @param block which nobody reads any more */
  give(block: Buffer): void {
    if (this.#free.length < mostKept) this.#free.push(block);
  }
}

/** One write to the client. */
interface Piece {
  readonly bytes: Uint8Array;
  /** The block that has them, to be given back when they are sent. */
  readonly block?: Buffer;
}

export class Gathered {
  readonly #blocks: Blocks;
  #pieces: Piece[] = [];
  #block: Buffer | undefined;
  /** Bytes in that. */
  #filled = 0;
  #size = 0;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** Bytes in all. */
  get size(): number {
    return this.#size;
  }

  /** Adds bytes that nobody changes any more. */
  add(bytes: Uint8Array): void {
    if (bytes.length <= small) {
      this.copy(bytes);
      return;
    }
    this.#close();
    this.#pieces.push({ bytes });
    this.#size += bytes.length;
  }

  /** Adds bytes as they are now. */
  copy(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      this.#block ??= this.#blocks.take();
      const count = Math.min(blockSize - this.#filled, bytes.length - at);
      this.#block.set(count === bytes.length ? bytes : bytes.subarray(at, at + count), this.#filled);
      at += count;
      this.#filled += count;
      this.#size += count;
      if (this.#filled === blockSize) this.#close();
    }
  }

  /** Sends all of it, a chunk each block. */
  sendTo(response: ServerResponse): void {
    for (const { bytes, block } of this.#take()) {
      if (!block) response.write(bytes);
      else {
        response.write(bytes, (error) => {
          // of a write that failed, it is not known who still reads
          if (!error) this.#blocks.give(block);
        });
      }
    }
  }

  /** All of it as a string of its bytes: of short bodies, which is what Node sends fastest. */
  takeText(): string {
    return this.#take()
      .map(({ bytes, block }) => {
        const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
        if (block) this.#blocks.give(block);
        return text;
      })
      .join('');
  }

  /** Forgets all of it. */
  clear(): void {
    for (const { block } of this.#take()) if (block) this.#blocks.give(block);
  }

  #take(): readonly Piece[] {
    this.#close();
    const pieces = this.#pieces;
    if (pieces.length > 0) this.#pieces = [];
    this.#size = 0;
    return pieces;
  }

  #close(): void {
    const block = this.#block;
    if (!block) return;
    this.#pieces.push({ bytes: block.subarray(0, this.#filled), block });
    this.#block = undefined;
    this.#filled = 0;
  }
}
