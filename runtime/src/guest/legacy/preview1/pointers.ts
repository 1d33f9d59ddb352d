/** The guest's memory as calls of preview 1 use it. What a pointer leads to lies within the memory, or the call fails. */
import { isTooLong } from '../../trap.ts';
import type { GuestMemory } from '../abi/memory.ts';
import { Failure } from './failure.ts';

/** As many vectors as Linux takes in one call; the guest does the rest with its next one. */
const maxVectors = 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export class Pointers {
  readonly #memory: GuestMemory;

  constructor(memory: GuestMemory) {
    this.#memory = memory;
  }

  /** To be called when the guest has run. */
  refresh(): void {
    this.#memory.refresh();
  }

  /**
   * Addresses and lengths come as signed integers; what this gives is unsigned.
   * @throws Failure `fault` where the bytes are not all in the memory
   */
  check(address: number, size: number): number {
    const start = address >>> 0;
    if (start + size > this.#memory.bytes.byteLength) throw new Failure('fault');
    return start;
  }

  /** The guest's own bytes: good until it runs again. */
  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    const size = length >>> 0;
    const start = this.check(address, size);
    return this.#memory.bytes.subarray(start, start + size);
  }

  /** @throws Failure `illegal-byte-sequence` where it is not UTF-8, `name-too-long` for what no host has as a name */
  text(address: number, length: number): string {
    const bytes = this.bytes(address, length);
    try {
      return utf8.decode(bytes);
    } catch (error) {
      throw new Failure(isTooLong(error) ? 'name-too-long' : 'illegal-byte-sequence');
    }
  }

  /** The places that an array of vectors names, each by an address and a length. */
  vectors(address: number, count: number): Uint8Array<ArrayBuffer>[] {
    const most = Math.min(count >>> 0, maxVectors);
    const start = this.check(address, most * 8);
    const { view } = this.#memory;
    return Array.from({ length: most }, (_, index) =>
      this.bytes(view.getUint32(start + index * 8, true), view.getUint32(start + index * 8 + 4, true)),
    );
  }

  /** `size` bytes to be filled in by the caller. */
  view(address: number, size: number): DataView {
    const start = this.check(address, size);
    return new DataView(this.#memory.bytes.buffer, start, size);
  }

  setUint32(address: number, value: number): void {
    this.#memory.view.setUint32(this.check(address, 4), value, true);
  }

  setUint64(address: number, value: bigint): void {
    this.#memory.view.setBigUint64(this.check(address, 8), value, true);
  }
}
