import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lex } from '@slight/wit/lex.ts';
import { framesAt } from './frames.ts';
import { type Word } from './frame.ts';

for (const [what, text] of Object.entries({
  types: 'list<\n',
  'types that end': 'list<u8>\n',
  parentheses: 'a(\n',
  gates: '@a\n',
  'gates with arguments': '@a(b)\n',
  'gates within gates': '@a(\n',
  braces: 'interface {\n',
  'marks that close nothing': '<x\n}',
}))
  test(`the brackets around a place are found in steps as many as the text is long: ${what}`, () => {
    const [few, many] = [steps(text.repeat(100)), steps(text.repeat(1000))];
    assert.ok(few > 0 && many <= 11 * few, `${few} steps for 100, ${many} for 1000`);
  });

/** How often a word's kind is asked for, and how many elements the methods of arrays look at or copy. */
function steps(text: string): number {
  const all = `interface i { f: ${text}`;
  let count = 0;
  const counted = (): void => {
    count += 1;
  };
  const words = lex(all)
    .tokens.slice(0, -1)
    .map(({ kind, start, end }): Word => {
      const get = (): Word['kind'] => {
        counted();
        return kind;
      };
      return Object.defineProperty({ kind, start, end, text: all.slice(start, end) }, 'kind', { get });
    });
  const restore = countArrays(counted);
  try {
    framesAt(all, 'component', words, all.length);
  } finally {
    restore();
  }
  return count;
}

type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

/** Makes what goes through an array count each element. */
function countArrays(counted: () => void): () => void {
  const originals = ['findLast', 'findLastIndex', 'every', 'some', 'slice'].map(
    (name) => [name, Reflect.get(Array.prototype, name) as Method] as const,
  );
  const put = (name: string, value: Method): void => {
    Object.defineProperty(Array.prototype, name, { value, configurable: true, writable: true });
  };
  for (const [name, original] of originals) {
    put(name, function (look, ...rest) {
      if (typeof look === 'function') {
        const each = (...args: readonly unknown[]): unknown => {
          counted();
          return Reflect.apply(look, undefined, args);
        };
        return Reflect.apply(original, this, [each, ...rest]);
      }
      const copy = Reflect.apply(original, this, [look, ...rest]);
      if (Array.isArray(copy)) for (let left = copy.length; left > 0; left -= 1) counted();
      return copy;
    });
  }
  return () => {
    for (const [name, original] of originals) put(name, original);
  };
}
