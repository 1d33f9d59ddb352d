/** A guest's memory, seen from the host. Everything from the guest is checked to lie within it. */
// as a global it is looked up each time
import { Buffer } from 'node:buffer';
import { isTooLong } from '../../trap.ts';
import { AbiFault } from '../../abi/fault.ts';

type Realloc = (old: number, oldSize: number, align: number, size: number) => number;
type Free = (address: number, size: number, align: number) => void;

export class GuestMemory {
  /** Good until the guest runs again: its memory may grow then, and `refresh` is due. */
  view: DataView;
  bytes: Uint8Array<ArrayBuffer>;
  #buffer: Buffer<ArrayBuffer>;
  #memory: WebAssembly.Memory | undefined;
  #realloc: Realloc | undefined;
  #free: Free | undefined;

  constructor() {
    const nothing = new ArrayBuffer(0);
    this.view = new DataView(nothing);
    this.bytes = new Uint8Array(nothing);
    this.#buffer = Buffer.from(nothing);
  }

  /** Takes memory and allocator from an instance's exports. Before that, the memory is empty. */
  bind(exports: WebAssembly.Exports): void {
    if (exports['memory'] instanceof WebAssembly.Memory) this.#memory = exports['memory'];
    if (typeof exports['canonical_abi_realloc'] === 'function') {
      this.#realloc = exports['canonical_abi_realloc'] as Realloc;
    }
    if (typeof exports['canonical_abi_free'] === 'function') {
      this.#free = exports['canonical_abi_free'] as Free;
    }
    this.#renew();
  }

  /** To be called when the guest has run. */
  refresh(): void {
    // the old buffer is detached, and so empty, once the memory has grown
    if (this.bytes.byteLength === 0) this.#renew();
  }

  #renew(): void {
    if (!this.#memory) return;
    const { buffer } = this.#memory;
    this.view = new DataView(buffer);
    this.bytes = new Uint8Array(buffer);
    this.#buffer = Buffer.from(buffer);
  }

  /** Makes sure that the guest's memory holds `size` bytes from `address`; `what` is what the guest did with them, for the fault. */
  check(address: number, size: number, what: string): void {
    if (address + size <= this.bytes.byteLength) return;
    throw new AbiFault(
      `${what} outside its memory (${size} bytes at ${address}, of ${this.bytes.byteLength} in all)`,
    );
  }

  /** The string of `length` bytes at `address`. */
  string(address: number, length: number): string {
    this.check(address, length, 'passed a string');
    const text = this.#text(address, length);
    // the fast decoder puts this character where there is no UTF-8: then the strict one tells whether it really stands there
    return text.includes('\ufffd') ? strict(this.bytes.subarray(address, address + length)) : text;
  }

  #text(address: number, length: number): string {
    try {
      return this.#buffer.toString('utf8', address, address + length);
    } catch (error) {
      if (!isTooLong(error)) throw error;
      throw new AbiFault('passed a string that is longer than a host can take');
    }
  }

  /** A copy of the bytes at `address`. */
  copy(address: number, length: number): Uint8Array {
    this.check(address, length, 'passed a list');
    return this.bytes.slice(address, address + length);
  }

  /** Room for `size` bytes, from the guest's allocator. The guest runs for it. */
  allocate(size: number, align: number): number {
    if (!this.#realloc) {
      throw new AbiFault('exports no canonical_abi_realloc, which the answer needs');
    }
    // even for no bytes: C guests pass whatever they get to free()
    const address = this.#realloc(0, 0, align, size) >>> 0;
    this.refresh();
    // what malloc says where there is no room
    if (address === 0 && size > 0) throw new AbiFault(`has no room for ${size} bytes`);
    this.check(address, size, 'gave, from its canonical_abi_realloc, memory');
    return address;
  }

  /** Gives memory back to the guest's allocator. The guest runs for it. */
  free(address: number, size: number, align: number): void {
    if (size === 0 || !this.#free) return;
    this.#free(address, size, align);
    this.refresh();
  }

  /** Puts a string where the guest owns it, and gives its place. */
  putString(text: string): { address: number; length: number } {
    const length = Buffer.byteLength(text);
    const address = this.allocate(length, 1);
    this.#buffer.write(text, address, length, 'utf8');
    return { address, length };
  }

  /** Puts bytes where the guest owns them, and gives their place. */
  putBytes(bytes: Uint8Array): { address: number; length: number } {
    const address = this.allocate(bytes.length, 1);
    this.bytes.set(bytes, address);
    return { address, length: bytes.length };
  }
}

function strict(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AbiFault('passed a string that is not UTF-8');
  }
}
