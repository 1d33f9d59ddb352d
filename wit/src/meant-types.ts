/** What the types of other languages, and of older files, are called in WIT. */
import { isSure, suggest } from '@slight/text/words.ts';
import { primitives } from './tree.ts';

/** A type that was most likely meant. */
export interface MeantType {
  readonly name: string;
  /** True where hardly anything else can be meant, so that it may be put in the place of the word unasked. */
  readonly sure: boolean;
}

/** Types that say in brackets what they are of; of those left out, `result`, `stream` and `future` also stand alone. */
export const withArguments: readonly string[] = ['list', 'map', 'option', 'own', 'borrow', 'tuple'];

const brackets = [...withArguments, 'result', 'stream', 'future'];

/** By their letters and digits alone, in lower case. */
const plain: ReadonlyMap<string, string> = new Map([
  ...both(['i8', 'int8', 'int8t', 'sbyte'], 's8'),
  ...both(['i16', 'int16', 'int16t', 'short'], 's16'),
  ...both(['i32', 'int32', 'int32t', 'int', 'integer'], 's32'),
  ...both(['i64', 'int64', 'int64t'], 's64'),
  ...both(['uint8', 'uint8t', 'byte'], 'u8'),
  ...both(['uint16', 'uint16t'], 'u16'),
  ...both(['uint32', 'uint32t', 'uint'], 'u32'),
  ...both(['uint64', 'uint64t'], 'u64'),
  ...both(['float32', 'float', 'single'], 'f32'),
  ...both(['float64', 'double'], 'f64'),
  ...both(['boolean'], 'bool'),
  ...both(['str'], 'string'),
  ...both(['rune'], 'char'),
  ...both(['bytes'], 'list<u8>'),
  ...primitives.filter((name) => name !== 'unit').map((name) => [lettersOf(name), name] as const),
]);

/** Those whose size is another one on other machines. */
const unsure: ReadonlyMap<string, string> = new Map([
  ...both(['usize', 'sizet'], 'u32'),
  ...both(['isize'], 's32'),
  ...both(['long'], 's64'),
  ...both(['number'], 'f64'),
]);

const ofOthers: ReadonlyMap<string, string> = new Map([
  ...both(['vec', 'vector', 'array', 'slice', 'sequence'], 'list'),
  ...both(['optional', 'maybe', 'nullable'], 'option'),
  ...both(['expected', 'either'], 'result'),
  ...both(['hashmap', 'btreemap', 'dict', 'dictionary', 'record'], 'map'),
  ...both(['pair'], 'tuple'),
  ...both(['promise'], 'future'),
  ...brackets.map((name) => [name, name] as const),
]);

/** What a type without brackets is called in WIT; undefined for a name that is of no language. */
export function plainTypeMeant(word: string): MeantType | undefined {
  const letters = lettersOf(word);
  const name = plain.get(letters);
  if (name !== undefined) return { name, sure: true };
  const other = unsure.get(letters);
  return other === undefined ? undefined : { name: other, sure: false };
}

/** What a type that has others in brackets is called in WIT, that of another language and a misspelt one. */
export function bracketTypeMeant(word: string): MeantType | undefined {
  const name = bracketTypeNamed(word);
  if (name !== undefined) return { name, sure: true };
  const suggestion = suggest(word, brackets);
  return suggestion === undefined ? undefined : { name: suggestion, sure: isSure(word, suggestion) };
}

/** The same, of another language alone. */
export function bracketTypeNamed(word: string): string | undefined {
  return ofOthers.get(lettersOf(word));
}

function lettersOf(word: string): string {
  return word.length > 64 ? '' : word.replaceAll(/[_-]/g, '').toLowerCase();
}

function both(words: readonly string[], name: string): readonly (readonly [string, string])[] {
  return words.map((word) => [word, name]);
}
