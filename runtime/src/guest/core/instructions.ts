/**
 * The instructions of a function's body, one after the other: how long each is, and nothing of what it means
 * (https://webassembly.github.io/spec/core/binary/instructions.html, with exceptions, garbage collection, threads,
 * SIMD and several memories). It reads some millions a second, and so keeps no object for any of them.
 */

/** Those that callers ask about. */
export const op = {
  loop: 0x03,
  end: 0x0b,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  callRef: 0x14,
  returnCallRef: 0x15,
  tableSet: 0x26,
  gc: 0xfb,
  bulk: 0xfc,
  simd: 0xfd,
  atomic: 0xfe,
} as const;

/** Goes over bytes in place. */
export class Cursor {
  readonly #bytes: Uint8Array;
  at: number;
  /** Of the instruction that was read last, what follows its prefix; undefined where it has none. */
  sub: number | undefined;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** @throws RangeError past the end */
  byte(): number {
    const value = this.#bytes[this.at];
    if (value === undefined) throw new RangeError('the code ends too early');
    this.at += 1;
    return value;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = this.byte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value >>> 0;
    }
  }

  /** Skips numbers of any length. */
  numbers(count: number): void {
    for (let left = count; left > 0; left -= 1) while (this.byte() >= 0x80);
  }

  /**
   * Skips an instruction, and gives the first byte of it.
   * @throws SyntaxError where it is none that is known
   */
  instruction(): number {
    const first = this.byte();
    this.sub = undefined;
    if (first >= 0x45 && first <= 0xc4) return first;
    if (first >= 0x28 && first <= 0x3e) this.memory();
    else if (first >= op.gc && first <= op.atomic) this.#prefixed(first);
    else this.#plain(first);
    return first;
  }

  /** Where a load or a store goes: alignment, the memory where it is not the first, offset. */
  memory(): void {
    const alignment = this.u32();
    this.numbers(alignment & 0x40 ? 2 : 1);
  }

  #plain(first: number): void {
    const count = numbersAfter[first];
    if (count !== undefined) {
      this.numbers(count);
      return;
    }
    switch (first) {
      case 0x0e: // br_table
        this.numbers(this.u32() + 1);
        return;
      case 0x1c: // select with types
        for (let left = this.u32(); left > 0; left -= 1) this.valueType();
        return;
      case 0x1f: // try_table
        this.numbers(1);
        for (let left = this.u32(); left > 0; left -= 1) this.numbers(this.byte() < 2 ? 2 : 1);
        return;
      case 0x43: // f32.const
        this.at += 4;
        return;
      case 0x44: // f64.const
        this.at += 8;
        return;
      default:
        throw unknown(first);
    }
  }

  /** A type of one byte, or a reference to a heap type. */
  valueType(): void {
    const form = this.byte();
    if (form === 0x63 || form === 0x64) this.numbers(1);
  }

  #prefixed(first: number): void {
    const sub = this.u32();
    this.sub = sub;
    if (first === op.simd) this.#simd(sub);
    else if (first === op.atomic) this.#atomic(sub);
    else {
      const count = (first === op.gc ? numbersAfterGc : numbersAfterBulk)[sub];
      if (count === undefined) throw unknown(first, sub);
      this.numbers(count);
    }
  }

  #simd(sub: number): void {
    if (sub <= 11 || sub === 92 || sub === 93) this.memory();
    else if (sub === 12 || sub === 13) this.at += 16;
    else if (sub >= 21 && sub <= 34) this.at += 1;
    else if (sub >= 84 && sub <= 91) {
      this.memory();
      this.at += 1;
    } else if (sub > 0x113) throw unknown(op.simd, sub);
  }

  #atomic(sub: number): void {
    if (sub === 3) this.at += 1;
    else if (sub <= 2 || (sub >= 0x10 && sub <= 0x4e)) this.memory();
    else throw unknown(op.atomic, sub);
  }
}

function unknown(first: number, sub?: number): SyntaxError {
  const code = [first, ...(sub === undefined ? [] : [sub])].map((one) => `0x${one.toString(16)}`);
  return new SyntaxError(`an instruction is unknown (${code.join(' ')})`);
}

/** How many LEB128 numbers follow the first byte of those that have nothing else; block types and heap types are such too. */
const numbersAfter: readonly (number | undefined)[] = table([
  [0, [0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b, 0xd1, 0xd3, 0xd4]],
  // blocks
  [1, [0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x18]],
  // branches, calls
  [1, [0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, 0xd5, 0xd6]],
  [2, [0x11, 0x13]],
  // locals, globals, tables, memory.size, memory.grow, constants, ref.null, ref.func
  [1, [0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2]],
]);

const numbersAfterGc: readonly (number | undefined)[] = table([
  [0, [15, 26, 27, 28, 29, 30]],
  [1, [0, 1, 6, 7, 11, 12, 13, 14, 16, 20, 21, 22, 23]],
  [2, [2, 3, 4, 5, 8, 9, 10, 17, 18, 19]],
  // br_on_cast: flags, label, two types
  [4, [24, 25]],
]);

const numbersAfterBulk: readonly (number | undefined)[] = table([
  [0, [0, 1, 2, 3, 4, 5, 6, 7]],
  [1, [9, 11, 13, 15, 16, 17]],
  [2, [8, 10, 12, 14]],
]);

function table(
  rows: readonly (readonly [count: number, codes: readonly number[]])[],
): (number | undefined)[] {
  const counts: (number | undefined)[] = [];
  for (const [count, codes] of rows) for (const code of codes) counts[code] = count;
  return counts;
}
