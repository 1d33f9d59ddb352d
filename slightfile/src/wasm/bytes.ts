/** Reads the primitive values of WebAssembly's binary format, one after the other. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  at: number;

  /** @param end exclusive; by default the end of the bytes */
  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#end = end;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.#end;
  }

  /** @throws RangeError past the end, so that a truncated file is told from a strange one */
  byte(): number {
    const value = this.at < this.#end ? this.#bytes[this.at] : undefined;
    if (value === undefined) throw new RangeError('the bytes end too early');
    this.at += 1;
    return value;
  }

  peek(): number {
    const value = this.byte();
    this.at -= 1;
    return value;
  }

  /** An unsigned LEB128 number of up to 32 bits. Signed ones have the same length, so this skips them too. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const next = this.byte();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) === 0) return value >>> 0;
    }
    throw new SyntaxError('a number is longer than 32 bits');
  }

  /** Skips a LEB128 number of up to 64 bits. */
  skipNumber(): void {
    for (let count = 0; count < 10; count += 1) if ((this.byte() & 0x80) === 0) return;
    throw new SyntaxError('a number is longer than 64 bits');
  }

  name(): string {
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, this.at));
  }

  skip(count: number): void {
    if (this.at + count > this.#end) throw new RangeError('the bytes end too early');
    this.at += count;
  }

  /** A reader of the next `count` bytes, which this one skips. */
  slice(count: number): ByteReader {
    const start = this.at;
    this.skip(count);
    return new ByteReader(this.#bytes, start, this.at);
  }

  /** All bytes that are left, which this skips. */
  rest(): Uint8Array {
    const left = this.#bytes.subarray(this.at, this.#end);
    this.at = this.#end;
    return left;
  }

  /** Another reader of the same bytes, at the same place. */
  fork(): ByteReader {
    return new ByteReader(this.#bytes, this.at, this.#end);
  }

  /** A vector: its count, then that many items. */
  vector<T>(item: () => T): T[] {
    const items: T[] = [];
    // not an array of that length: the count may be a lie, and each item takes a byte at least
    for (let count = this.u32(); count > 0; count -= 1) items.push(item());
    return items;
  }

  /** What may be left out: a byte says whether it is there. */
  optional<T>(item: () => T): T | undefined {
    return this.byte() === 1 ? item() : undefined;
  }
}
