/**
 * Checks written into a core module, so that a guest in an endless loop can be ended from another thread: it looks at a
 * flag in a memory that both threads share, and traps where that is set. Each function that can take long looks when it
 * is entered, and its loops every thousand rounds; between two looks there are as many instructions as a function has,
 * a thousand times. A function without loops that calls one other at most takes no longer than the stack is deep.
 */
import { Cursor, op } from './instructions.ts';
import { parameterCounts } from './functions.ts';
import { importsIn, kind } from './imports.ts';
import { memoriesOf, memoryType } from './memories.ts';
import type { Memory } from './memories.ts';
import { contentOf, moduleOf, name, sectionId, sectionsOf, u32, withMore, withSection } from './module.ts';
import { ByteReader } from '@slight/slightfile/wasm/bytes.ts';

/** What a module with checks imports from here: `flag`, and the memories that were its own, `0`, `1` … */
export const checksModule = 'slight:checks';

/** How many rounds a loop makes between two looks. */
const rounds = 1000;

export interface Checked {
  readonly bytes: Uint8Array;
  /** Those that it has no more of its own, and imports: an imported memory stands before all others, and would be the first. */
  readonly memories: readonly Memory[];
}

/**
 * The same module with checks; undefined where it has nothing to check. The indexes of its functions, memories and
 * globals stay what they were.
 * @throws SyntaxError, RangeError where the module is not valid, or is written in what is not known here
 */
export function withChecks(bytes: Uint8Array): Checked | undefined {
  const sections = sectionsOf(bytes);
  const code = contentOf(sections, sectionId.code);
  if (!code) return undefined;
  const memories = memoriesOf(contentOf(sections, sectionId.memory));
  const imported = importsIn(contentOf(sections, sectionId.import)).filter((one) => one.kind === kind.memory);
  const flag = imported.length + memories.length;
  const checked = checkedCode(code, parameterCounts(sections), flag);
  if (!checked) return undefined;
  const imports = withMore(contentOf(sections, sectionId.import), [
    ...memories.map((memory, index) => memoryImport(`${index}`, memory)),
    memoryImport('flag', { initial: 1, maximum: 1, isShared: true, isWide: false }),
  ]);
  let changed = withSection(sections, sectionId.import, imports);
  changed = withSection(changed, sectionId.memory, undefined);
  changed = withSection(changed, sectionId.code, checked);
  // hints about branches tell them by their place in the code
  changed = changed.filter(({ id, content }) => id !== sectionId.custom || !isMetadata(content));
  return { bytes: moduleOf(bytes, changed), memories };
}

function memoryImport(field: string, memory: Memory): number[] {
  return [...name(checksModule), ...name(field), kind.memory, ...memoryType(memory)];
}

function isMetadata(content: Uint8Array): boolean {
  return new ByteReader(content).name().startsWith('metadata.code.');
}

/** @returns undefined where no function takes long */
function checkedCode(code: Uint8Array, parameters: readonly number[], flag: number): Uint8Array | undefined {
  const cursor = new Cursor(code);
  const count = cursor.u32();
  const look = lookAt(flag);
  const parts: Uint8Array[] = [Buffer.from(u32(count))];
  let isChanged = false;
  for (let index = 0; index < count; index += 1) {
    const length = cursor.u32();
    const body = code.subarray(cursor.at, cursor.at + length);
    cursor.at += length;
    const checked = checkedBody(body, parameters[index] ?? 0, look);
    isChanged ||= checked !== undefined;
    const size = checked?.reduce((sum, part) => sum + part.length, 0) ?? length;
    parts.push(Buffer.from(u32(size)), ...(checked ?? [body]));
  }
  return isChanged ? Buffer.concat(parts) : undefined;
}

/**
 * Traps where the flag is set. It is cleared before that, and the end counted, since until the trap is told of in JavaScript
 * other guests may go on, for whom it was not set.
 * @param memory the index of the one that the flag is in
 */
function lookAt(memory: number): number[] {
  const place = (offset: number) => [...(memory === 0 ? [2] : [0x42, ...u32(memory)]), offset];
  const address = [0x41, 0];
  // i32.atomic.load, if, i32.atomic.rmw.xchg with 0, which gives the 1 for i32.atomic.rmw.add, unreachable, end
  const clear = [...address, ...address, 0x41, 0, op.atomic, 0x41, ...place(0)];
  const count = [op.atomic, 0x1e, ...place(8)];
  return [...address, op.atomic, 0x10, ...place(0), 0x04, 0x40, ...clear, ...count, 0, op.end];
}

/** The parts of the body with its checks; undefined where it needs none. */
function checkedBody(
  body: Uint8Array,
  parameters: number,
  look: readonly number[],
): Uint8Array[] | undefined {
  const cursor = new Cursor(body);
  const groups = cursor.u32();
  const firstGroup = cursor.at;
  let locals = parameters;
  for (let left = groups; left > 0; left -= 1) {
    locals += cursor.u32();
    cursor.valueType();
  }
  const start = cursor.at;
  /** Where the insides of loops begin, and where what takes as long as it is told to. */
  const loops: number[] = [];
  const long: number[] = [];
  let calls = 0;
  let isTail = false;
  while (cursor.at < body.length) {
    const at = cursor.at;
    const first = cursor.instruction();
    if (first === op.loop) loops.push(cursor.at);
    else if (first === op.call || first === op.callIndirect || first === op.callRef) calls += 1;
    else if (first === op.returnCall || first === op.returnCallIndirect || first === op.returnCallRef)
      isTail = true;
    else if (isLong(first, cursor.sub)) long.push(at);
  }
  if (cursor.at !== body.length) throw new RangeError('the code ends too early');
  if (loops.length === 0 && long.length === 0 && calls < 2 && !isTail) return undefined;
  const lookHere = Buffer.from(look);
  const round = Buffer.from(roundOf(locals, look));
  const inserted = [
    [start, lookHere] as const,
    ...loops.map((at) => [at, round] as const),
    ...long.filter((at) => at !== start).map((at) => [at, lookHere] as const),
  ].sort(([a], [b]) => a - b);
  // one group of locals more: the rounds so far
  const counted = loops.length > 0;
  const parts: Uint8Array[] = [
    Buffer.from(u32(groups + (counted ? 1 : 0))),
    body.subarray(firstGroup, start),
    Buffer.from(counted ? [1, 0x7f] : []),
  ];
  inserted.forEach(([at, check], index) => {
    parts.push(check, body.subarray(at, inserted[index + 1]?.[0] ?? body.length));
  });
  return parts;
}

/** Counts a round in a local, and looks when there were enough. */
function roundOf(local: number, look: readonly number[]): number[] {
  const [get, set, tee] = [0x20, 0x21, 0x22].map((code) => [code, ...u32(local)]) as [
    number[],
    number[],
    number[],
  ];
  const limit = [0x41, ...signed(rounds)];
  // get, i32.const 1, i32.add, tee, i32.const, i32.gt_u, if, look, i32.const 0, set, end
  return [...get, 0x41, 1, 0x6a, ...tee, ...limit, 0x4b, 0x04, 0x40, ...look, 0x41, 0, ...set, op.end];
}

/** Signed LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  const bytes = u32(value);
  const last = bytes.length - 1;
  if ((bytes[last] ?? 0) < 0x40) return bytes;
  return [...bytes.slice(0, last), (bytes[last] ?? 0) | 0x80, 0];
}

/** Those that work on as many bytes or elements as they are told to. */
function isLong(first: number, sub: number | undefined): boolean {
  if (sub === undefined) return false;
  if (first === op.bulk) return [8, 10, 11, 12, 14, 17].includes(sub);
  // array.new, its kinds, array.fill, array.copy, array.init
  return first === op.gc && [6, 7, 9, 10, 16, 17, 18, 19].includes(sub);
}
