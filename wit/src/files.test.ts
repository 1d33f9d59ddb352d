import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { lookupIn, scopeOf } from './lookup.ts';
import { parse } from './parse.ts';
import { resolveInterface } from './resolve.ts';
import type { Item, WitFile } from './tree.ts';

const root = join(import.meta.dirname, '../..');

function witFiles(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wit'))
    .map((name) => join(root, folder, name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

const own = witFiles('wit');
const foreign = witFiles('node_modules/@bytecodealliance');

/** Every span lies in its parent's and in the text, and every name's is what the name says. */
function checkSpans(file: WitFile, text: string): void {
  const visit = (node: unknown, within: { start: number; end: number }, key: string): void => {
    if (typeof node !== 'object' || node === null) return;
    let inner = within;
    if ('span' in node) {
      const span = node.span as { start: number; end: number };
      assert.ok(
        within.start <= span.start && span.start <= span.end && span.end <= within.end,
        `${key} ${JSON.stringify(span)} is not in ${JSON.stringify(within)} of ${text}`,
      );
      inner = span;
      // a namespace of several parts may have spaces in it
      if ('value' in node && key !== 'namespace') {
        assert.equal(text.slice(span.start, span.end).replace(/^%/, ''), node.value);
      }
    }
    for (const [name, child] of Object.entries(node)) {
      if (name !== 'span') visit(child, inner, Array.isArray(node) ? key : name);
    }
  };
  const all = { start: 0, end: text.length };
  for (const node of [file.package, ...file.items, ...file.comments, ...file.errors])
    visit(node, all, 'file');
}

for (const [title, files] of [
  ["the project's", own],
  ['those that jco ships', foreign],
] as const) {
  test(`WIT files parse without a fault, with true spans: ${title}`, () => {
    assert.ok(files.length >= 20, `only ${files.length} files`);
    for (const { path, text } of files) {
      const file = parse(text);
      assert.equal(file.syntax, /[\\/]legacy[\\/]/.test(path) ? 'legacy' : 'component', path);
      assert.deepEqual(file.errors, [], path);
      checkSpans(file, text);
    }
  });
}

function interfaces(items: readonly Item[]): Extract<Item, { kind: 'interface' }>[] {
  return items.filter((item) => item.kind === 'interface');
}

test('every interface of every package resolves', () => {
  const files = [...own, ...foreign].map(({ path, text }) => ({
    path,
    name: basename(path, '.wit'),
    file: parse(text),
  }));
  // a package may be spread over files of which one names it
  const inFolder = new Map(
    files.flatMap(({ path, file }) => (file.package ? [[join(path, '..'), file.package]] : [])),
  );
  const packaged = files.map((each) => {
    const of = each.file.package ?? inFolder.get(join(each.path, '..'));
    return { ...each, file: { ...each.file, ...(of && { package: of }) } };
  });
  const lookup = lookupIn(packaged);
  let functions = 0;
  for (const { path, file } of packaged) {
    for (const item of interfaces(file.items)) {
      const { type, faults } = resolveInterface(scopeOf(item, file.package), lookup);
      assert.deepEqual(faults, [], path);
      functions += type.functions.size;
    }
  }
  assert.ok(functions > 500, `only ${functions} functions`);
});

test('100,000 spoiled files are parsed and resolved without a throw', () => {
  const random = generator(20_240_117);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const texts = own.map(({ text }) => text.replaceAll(/\/\/.*\n/g, (all) => (random(8) === 0 ? all : '\n')));
  const pieces = texts
    .join(' ')
    .split(/\b/)
    .concat(...'{}()<>;:,.@*/%_-=#"\\\u0000\ud800é😀\n'.split(''));
  for (let round = 0; round < 100_000; round += 1) {
    // a window of some hundred characters has all that can go wrong, and is fast
    const whole = pick(texts);
    const from = random(whole.length);
    let text = whole.slice(from, from + 50 + random(300));
    for (let spoil = random(4); spoil >= 0; spoil -= 1) {
      const at = random(text.length + 1);
      const end = at + random(12);
      const middle =
        [pick(pieces), '', text.slice(at, end).repeat(2), pick(pieces) + pick(pieces)][random(4)] ?? '';
      text = text.slice(0, at) + middle + text.slice(end);
    }
    const syntax = [undefined, 'component', 'legacy'] as const;
    const chosen = syntax[round % 3];
    const file = parse(text, chosen ? { syntax: chosen } : {});
    if (round % 4 !== 0) continue;
    checkSpans(file, text);
    const lookup = lookupIn([{ name: 'types', file }]);
    resolveInterface({ items: file.items }, lookup);
    for (const item of interfaces(file.items)) resolveInterface(scopeOf(item, file.package), lookup);
  }
});

/** Numbers below a bound, always the same ones (mulberry32). */
function generator(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
