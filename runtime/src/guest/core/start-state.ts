/** What an instance of a core module was right after it was made, and the way back to that. */
import type { StateModule } from './state.ts';

/** As much memory as is compared faster than an instance is made. */
const mostMemory = 4 * 2 ** 20;

/** What is compared at once: a call of it costs as much as two KiB do. */
const blockSize = 32_768;

/** What is written at once. */
const pieceSize = 4096;

/** As many pieces are written faster than they are looked for. */
const mostPieces = 16;

/** By the memory's name. Instances of one module that begin with the same bytes share them. */
export type Images = Map<string, Image>;

/** The bytes of a memory. */
export interface Image {
  readonly bytes: Buffer;
  readonly blocks: readonly Buffer[];
}

/** In the place of every block without a byte that is set, so that it stays in the processor's cache: a stack is 1 MiB of them. */
const zeros = Buffer.alloc(blockSize);

export class StartState {
  readonly #memories: readonly MemoryState[];
  readonly #globals: readonly GlobalState[];

  private constructor(memories: readonly MemoryState[], globals: readonly GlobalState[]) {
    this.#memories = memories;
    this.#globals = globals;
  }

  /**
   * Remembers what the instance is now; undefined where its memory is so large that another one is made faster.
   * @param images of instances of the same module
   */
  static of(
    exports: WebAssembly.Exports,
    { memories, globals }: StateModule,
    images: Images,
  ): StartState | undefined {
    const named = memories.map((name) => ({ name, memory: exports[name] as WebAssembly.Memory }));
    const size = named.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0);
    if (size > mostMemory) return undefined;
    return new StartState(
      named.map(({ name, memory }) => new MemoryState(memory, image(images, name, memory))),
      globals.map((name) => {
        const global = exports[name] as WebAssembly.Global;
        return { global, value: global.value as number | bigint };
      }),
    );
  }

  /**
   * Puts the instance back.
   * @returns false where it cannot be: memory that has grown stays so
   */
  restore(): boolean {
    if (!this.#memories.every((one) => one.restore())) return false;
    for (const { global, value } of this.#globals) global.value = value;
    return true;
  }
}

interface GlobalState {
  readonly global: WebAssembly.Global;
  readonly value: number | bigint;
}

/** A part of the memory, and what was there. */
interface Part {
  readonly was: Buffer;
  readonly is: Buffer;
}

class MemoryState {
  readonly #memory: WebAssembly.Memory;
  readonly #image: Image;
  #buffer: ArrayBuffer | undefined;
  #blocks: readonly Part[] = [];
  /**
   * Pieces that had changed when they were looked for, and so may have changed each time: the stack's end, the heap's begin.
   * They are written without a look; then all is compared, so that it does not matter which these are.
   */
  #often: Part[] = [];

  constructor(memory: WebAssembly.Memory, image: Image) {
    this.#memory = memory;
    this.#image = image;
  }

  restore(): boolean {
    const { buffer } = this.#memory;
    if (buffer.byteLength !== this.#image.bytes.length) return false;
    // also memory.grow by nothing makes it another one
    if (buffer !== this.#buffer) {
      this.#buffer = buffer;
      const now = cut(Buffer.from(buffer), blockSize);
      this.#blocks = now.map((is, index) => ({ is, was: this.#image.blocks[index] ?? zeros }));
      this.#often = [];
    }
    for (const { was, is } of this.#often) is.set(was);
    for (const block of this.#blocks) if (!block.was.equals(block.is)) this.#search(block);
    return true;
  }

  #search(block: Part): void {
    const was = cut(block.was, pieceSize);
    const pieces = cut(block.is, pieceSize).map((is, index) => ({ is, was: was[index] ?? zeros }));
    for (const piece of pieces) {
      if (piece.was.equals(piece.is)) continue;
      piece.is.set(piece.was);
      // the guest does something else now
      if (this.#often.length === mostPieces) this.#often = [];
      this.#often.push(piece);
    }
  }
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

function image(images: Images, name: string, memory: WebAssembly.Memory): Image {
  const now = Buffer.from(memory.buffer);
  const known = images.get(name);
  if (known?.bytes.equals(now)) return known;
  const bytes = Buffer.from(now);
  // pages are larger than blocks, and so every block is as long as the others
  const blocks = cut(bytes, blockSize).map((block) => (block.equals(zeros) ? zeros : block));
  const one = { bytes, blocks };
  images.set(name, one);
  return one;
}
