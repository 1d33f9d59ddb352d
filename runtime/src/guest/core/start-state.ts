/** What an instance of a core module was right after it was made, and the way back to that. */
import type { StateModule } from './state.ts';

/** As much memory as is compared faster than an instance is made. */
const mostMemory = 4 * 2 ** 20;

/** What is compared, and written where it has changed, at once. */
const blockSize = 16_384;

/** The bytes of a memory. Instances of one module that begin with the same ones share them. */
export type Images = Map<string, Buffer>;

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

interface Block {
  readonly was: Buffer;
  readonly is: Buffer;
}

class MemoryState {
  readonly #memory: WebAssembly.Memory;
  readonly #image: Buffer;
  #buffer: ArrayBuffer | undefined;
  #blocks: readonly Block[] = [];

  constructor(memory: WebAssembly.Memory, image: Buffer) {
    this.#memory = memory;
    this.#image = image;
  }

  restore(): boolean {
    const { buffer } = this.#memory;
    if (buffer.byteLength !== this.#image.byteLength) return false;
    // also memory.grow by nothing makes it another one
    if (buffer !== this.#buffer) {
      this.#buffer = buffer;
      this.#blocks = blocksOf(this.#image, Buffer.from(buffer));
    }
    for (const { was, is } of this.#blocks) if (Buffer.compare(was, is) !== 0) is.set(was);
    return true;
  }
}

function blocksOf(image: Buffer, memory: Buffer): readonly Block[] {
  return Array.from({ length: Math.ceil(image.length / blockSize) }, (_, index) => {
    const at = index * blockSize;
    return { was: image.subarray(at, at + blockSize), is: memory.subarray(at, at + blockSize) };
  });
}

function image(images: Images, name: string, memory: WebAssembly.Memory): Buffer {
  const bytes = Buffer.from(memory.buffer);
  const known = images.get(name);
  if (known?.equals(bytes)) return known;
  const copy = Buffer.from(bytes);
  images.set(name, copy);
  return copy;
}
