/** The memories that core modules bring, and how far they may grow. */
import { ByteReader } from '@slight/slightfile/wasm/bytes.ts';
import { contentOf, moduleOf, sectionId, sectionsOf, u32, withSection } from './module.ts';

/** A memory's type (https://webassembly.github.io/spec/core/binary/types.html), its sizes in pages. */
export interface Memory {
  readonly initial: number;
  readonly maximum: number | undefined;
  readonly isShared: boolean;
  /** Addresses of 64 bits. */
  readonly isWide: boolean;
}

const pageSize = 65_536;

const flag = { maximum: 1, shared: 2, wide: 4 } as const;

/** More than the ceiling from the start. */
export class TooMuchMemory extends Error {
  constructor(initial: number, ceiling: number) {
    super(`has ${mebibytes(initial)} of memory from its start, and may have ${mebibytes(ceiling)}`);
    this.name = 'TooMuchMemory';
  }
}

/**
 * The same modules, whose memories do not grow past a ceiling: `memory.grow` gives -1 there, as where a machine has no
 * more. Of several memories, each may grow by the same share of what is left. Those that a module imports are another's,
 * and those of a module that is instantiated more than once count once.
 * @param modules those of one guest, by their names
 * @param ceiling in bytes
 * @throws TooMuchMemory
 */
export function withCeiling(
  modules: ReadonlyMap<string, Uint8Array>,
  ceiling: number,
): ReadonlyMap<string, Uint8Array> {
  const read = [...modules].map(([name, bytes]) => ({ name, bytes, sections: sectionsOf(bytes) }));
  const own = read.map((one) => ({
    ...one,
    memories: memoriesOf(contentOf(one.sections, sectionId.memory)),
  }));
  const all = own.flatMap(({ memories }) => memories);
  const initial = all.reduce((sum, memory) => sum + memory.initial, 0);
  const left = Math.floor(ceiling / pageSize) - initial;
  if (left < 0) throw new TooMuchMemory(initial * pageSize, ceiling);
  const share = Math.floor(left / all.length);
  return new Map(
    own.map(({ name, bytes, sections, memories }) => {
      if (memories.length === 0) return [name, bytes];
      const content = memorySection(memories.map((memory) => below(memory, memory.initial + share)));
      return [name, moduleOf(bytes, withSection(sections, sectionId.memory, content))];
    }),
  );
}

function below(memory: Memory, maximum: number): Memory {
  return { ...memory, maximum: Math.min(memory.maximum ?? maximum, maximum) };
}

/** @param content of the memory section, where there is one */
export function memoriesOf(content: Uint8Array | undefined): Memory[] {
  if (!content) return [];
  const reader = new ByteReader(content);
  return reader.vector(() => {
    const flags = reader.byte();
    if (flags > 7) throw new SyntaxError('a memory has limits of an unknown kind');
    const initial = size(reader);
    return {
      initial,
      maximum: flags & flag.maximum ? size(reader) : undefined,
      isShared: (flags & flag.shared) !== 0,
      isWide: (flags & flag.wide) !== 0,
    };
  });
}

function memorySection(memories: readonly Memory[]): Uint8Array {
  return Uint8Array.from([...u32(memories.length), ...memories.flatMap((memory) => memoryType(memory))]);
}

export function memoryType({ initial, maximum, isShared, isWide }: Memory): number[] {
  const flags =
    (maximum === undefined ? 0 : flag.maximum) | (isShared ? flag.shared : 0) | (isWide ? flag.wide : 0);
  return [flags, ...u32(initial), ...(maximum === undefined ? [] : u32(maximum))];
}

/** Unsigned LEB128, of 64 bits where the memory has such addresses: fewer than 2⁴⁹ pages all the same. */
function size(reader: ByteReader): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const next = reader.byte();
    value += (next & 0x7f) * scale;
    if (next < 0x80) return value;
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
