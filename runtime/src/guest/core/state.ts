/**
 * What can change in an instance of a core module, given to who instantiates it: as exports, so that it can be put back to
 * what it was. What no export reaches is not allowed to change; a module where it can is told apart by its code.
 */
import { ByteReader } from '@slight/slightfile/wasm/bytes.ts';
import { checksModule } from './checks.ts';
import { importsIn, kind } from './imports.ts';
import { Cursor, op } from './instructions.ts';
import { memoriesOf } from './memories.ts';
import { contentOf, moduleOf, name, sectionId, sectionsOf, u32, withMore, withSection } from './module.ts';

export interface StateModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The exports that are its memories, and its globals that can change: those hold an i32 or an i64. */
  readonly memories: readonly string[];
  readonly globals: readonly string[];
}

/** How those exports are named; a module that has such a name is left alone. */
const prefix = 'slight:state:';

/** As many globals as are read and written faster than an instance is made; C and Rust have one or two. */
const mostGlobals = 64;

/**
 * The same module with all that can change in its instances exported. Undefined where something else can: a table, a
 * segment that is dropped, what is on the heap of the collector, a memory that threads share, a global of another type.
 * JavaScript gives no f32 and f64 back bit by bit (NaN), and no v128 at all.
 * @throws SyntaxError, RangeError where the module is not valid, or is written in what is not known here
 */
export function withState(bytes: Uint8Array): StateModule | undefined {
  const sections = sectionsOf(bytes);
  const imports = importsIn(contentOf(sections, sectionId.import));
  if (imports.some((one) => one.kind === kind.global || one.kind === kind.table)) return undefined;
  const memories = memoryIndexes(imports, memoriesOf(contentOf(sections, sectionId.memory)));
  const globals = changingGlobals(contentOf(sections, sectionId.global));
  const exports = contentOf(sections, sectionId.export);
  if (!memories || !globals || globals.length > mostGlobals) return undefined;
  if (exportNames(exports).some((one) => one.startsWith(prefix))) return undefined;
  if (changesMore(contentOf(sections, sectionId.code))) return undefined;
  const named = (letter: string, indexes: readonly number[]) =>
    indexes.map((index) => ({ index, name: `${prefix}${letter}${index}` }));
  const state = { memories: named('memory', memories), globals: named('global', globals) };
  const more = [
    ...state.memories.map((one) => [...name(one.name), kind.memory, ...u32(one.index)]),
    ...state.globals.map((one) => [...name(one.name), kind.global, ...u32(one.index)]),
  ];
  return {
    bytes: moduleOf(bytes, withSection(sections, sectionId.export, withMore(exports, more))),
    memories: state.memories.map((one) => one.name),
    globals: state.globals.map((one) => one.name),
  };
}

/** Of all memories but the flag of the checks, which is no part of the guest; undefined where one is another's. */
function memoryIndexes(
  imports: ReturnType<typeof importsIn>,
  own: ReturnType<typeof memoriesOf>,
): readonly number[] | undefined {
  const imported = imports.filter((one) => one.kind === kind.memory);
  if (imported.some((one) => one.module !== checksModule) || own.some((one) => one.isShared))
    return undefined;
  const given = imported.flatMap((one, index) => (one.name === 'flag' ? [] : [index]));
  return [...given, ...own.map((_, index) => imported.length + index)];
}

const i32 = 0x7f;
const i64 = 0x7e;

/** The indexes of those that can change, where all of them can be read and written. */
function changingGlobals(content: Uint8Array | undefined): readonly number[] | undefined {
  const found: number[] = [];
  if (!content) return found;
  const cursor = new Cursor(content);
  const count = cursor.u32();
  for (let index = 0; index < count; index += 1) {
    const type = content[cursor.at];
    cursor.valueType();
    if (cursor.byte() === 1) {
      if (type !== i32 && type !== i64) return undefined;
      found.push(index);
    }
    while (cursor.instruction() !== op.end);
  }
  return found;
}

function exportNames(content: Uint8Array | undefined): readonly string[] {
  if (!content) return [];
  const reader = new ByteReader(content);
  return reader.vector(() => {
    const one = reader.name();
    reader.byte();
    reader.u32();
    return one;
  });
}

/** True where the code can change what is neither in a memory nor in a global. */
function changesMore(content: Uint8Array | undefined): boolean {
  if (!content) return false;
  const cursor = new Cursor(content);
  for (let left = cursor.u32(); left > 0; left -= 1) {
    const end = cursor.u32() + cursor.at;
    for (let groups = cursor.u32(); groups > 0; groups -= 1) {
      cursor.numbers(1);
      cursor.valueType();
    }
    while (cursor.at < end) {
      const first = cursor.instruction();
      if (first === op.tableSet || first === op.gc) return true;
      if (first === op.bulk && changing.has(cursor.sub ?? 0)) return true;
    }
  }
  return false;
}

/** data.drop, table.init, elem.drop, table.copy, table.grow, table.fill */
const changing: ReadonlySet<number> = new Set([9, 12, 13, 14, 15, 17]);
