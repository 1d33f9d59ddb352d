/** What lifting and lowering need of one instance of a component: its memory, its allocator, its handles. */
import { isTooLong } from '../../trap.ts';
import { AbiFault } from '../../abi/fault.ts';
import type { Handles } from './handles.ts';
import type { Resource } from './types.ts';

/** How a component's strings are written: an option of each function that is lifted or lowered. */
export type Encoding = 'utf8' | 'utf16' | 'latin1+utf16';

/** The guest's allocator. */
export type Realloc = (old: number, oldSize: number, align: number, size: number) => number;

export interface SideOptions extends Pick<Side, 'handles' | 'encoding' | 'destroy'> {
  /** Asked for when they are needed, since what has them may not be instantiated yet. */
  readonly memory: () => WebAssembly.Memory | undefined;
  readonly realloc: () => Realloc | undefined;
}

const nothing = new ArrayBuffer(0);

/**
 * One memory of a component with the functions that go with it, as the options of its canonical definitions name them.
 * Addresses are unsigned. What is read or written is checked to lie within the memory first.
 */
export class Side {
  readonly handles: Handles;
  readonly encoding: Encoding;
  /** Has the component that defines a resource destroy one of them. */
  readonly destroy: (resource: Resource, representation: number) => void;
  /** Good until the guest runs again: its memory may grow then, and `refresh` is due. */
  view = new DataView(nothing);
  bytes = new Uint8Array(nothing);
  readonly #memory: () => WebAssembly.Memory | undefined;
  readonly #findRealloc: () => Realloc | undefined;
  #realloc: Realloc | undefined;
  #buffer = Buffer.from(nothing);

  constructor({ handles, encoding, destroy, memory, realloc }: SideOptions) {
    this.handles = handles;
    this.encoding = encoding;
    this.destroy = destroy;
    this.#memory = memory;
    this.#findRealloc = realloc;
  }

  /** To be called when the guest has run. */
  refresh(): void {
    // the old buffer is detached, and so empty, once the memory has grown
    if (this.bytes.byteLength > 0) return;
    const buffer = this.#memory()?.buffer;
    if (!buffer) return;
    this.view = new DataView(buffer);
    this.bytes = new Uint8Array(buffer);
    this.#buffer = Buffer.from(buffer);
  }

  /** Makes sure that the memory holds `size` bytes from `address`, and that this is aligned; `what` is what the guest did with them. */
  check(address: number, size: number, align: number, what: string): void {
    if (address % align !== 0) {
      throw new AbiFault(`${what} at an address where its type cannot be`);
    }
    if (address + size > this.bytes.byteLength) {
      throw new AbiFault(`${what} that lies outside its memory`);
    }
  }

  /** The string of `units` code units at `address`. */
  string(address: number, units: number): string {
    if (this.encoding === 'utf8') return this.#utf8(address, units);
    const isUtf16 = this.encoding === 'utf16' || units >= utf16Tag;
    const count = this.encoding === 'utf16' ? units : units % utf16Tag;
    this.check(address, isUtf16 ? 2 * count : count, 2, 'passed something');
    const bytes = this.#buffer.subarray(address, address + (isUtf16 ? 2 * count : count));
    const text = bytes.toString(isUtf16 ? 'utf16le' : 'latin1');
    if (isUtf16 && !text.isWellFormed()) throw new AbiFault('passed a text that is not UTF-16');
    return text;
  }

  #utf8(address: number, length: number): string {
    this.check(address, length, 1, 'passed something');
    let text: string;
    try {
      text = this.#buffer.toString('utf8', address, address + length);
    } catch (error) {
      if (!isTooLong(error)) throw error;
      throw new AbiFault('passed a text that is longer than a host can take');
    }
    // the fast decoder puts this character where there is no UTF-8: then the strict one tells whether it really stands there
    return text.includes('\ufffd') ? strict(this.bytes.subarray(address, address + length)) : text;
  }

  /** Room for `size` bytes, from the guest's allocator. The guest runs for it. */
  allocate(size: number, align: number): number {
    const realloc = (this.#realloc ??= this.#findRealloc());
    if (!realloc) throw new AbiFault('has no allocator, which what it is given needs');
    const address = realloc(0, 0, align, size) >>> 0;
    this.refresh();
    this.check(address, size, align, 'has an allocator that gave room');
    return address;
  }

  /** Puts a text where the guest owns it. @returns its address and its length in code units, tagged as the encoding wants */
  putString(text: string): readonly [number, number] {
    if (this.encoding === 'utf8') {
      const length = Buffer.byteLength(text);
      const address = this.allocate(length, 1);
      this.#buffer.write(text, address, length, 'utf8');
      return [address, length];
    }
    const isLatin1 = this.encoding === 'latin1+utf16' && isLatin(text);
    const size = isLatin1 ? text.length : 2 * text.length;
    const address = this.allocate(size, 2);
    this.#buffer.write(text, address, size, isLatin1 ? 'latin1' : 'utf16le');
    return [address, this.encoding === 'utf16' || isLatin1 ? text.length : text.length + utf16Tag];
  }
}

/** Set in the length of a text that could be either and is UTF-16. */
const utf16Tag = 2 ** 31;

/** True where each of its characters is one byte of ISO 8859-1. */
function isLatin(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

function strict(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AbiFault('passed a text that is not UTF-8');
  }
}
