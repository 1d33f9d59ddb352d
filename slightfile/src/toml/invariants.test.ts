import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contextAt } from './context.ts';
import { format } from './format.ts';
import { parse } from './parse.ts';
import { validDocument } from './testing/arbitrary.ts';
import { ofDocument } from './testing/canonical.ts';
import { mutate } from './testing/mutate.ts';
import { randomFrom } from '@slight/text/testing/random.ts';
import { applyEdits } from '@slight/text/testing/edits.ts';
import { countSteps } from './testing/steps.ts';
import type { Document, Entry, Value } from './tree.ts';
import type { Span } from '@slight/text/span.ts';

function assertWithin(inner: Span, outer: Span): void {
  assert.ok(outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end);
}

/** Asserts that the things of a row lie in the whole, one behind the other. */
function assertOrdered(row: readonly { readonly span: Span }[], whole: Span): void {
  let end = whole.start;
  for (const { span } of row) {
    assertWithin(span, { start: end, end: whole.end });
    end = span.end;
  }
}

function assertEntry({ key, equals, value, span }: Entry): void {
  assertOrdered(
    [
      { span: key.span },
      ...(equals === undefined ? [] : [{ span: { start: equals, end: equals + 1 } }]),
      value,
    ],
    span,
  );
  assertOrdered(key.parts, key.span);
  assertValue(value);
}

function assertValue(value: Value): void {
  switch (value.kind) {
    case 'string':
      assertWithin(value.inner, value.span);
      break;
    case 'array':
      assertOrdered(value.items, value.span);
      value.items.forEach(assertValue);
      break;
    case 'inline-table':
      assertOrdered(value.entries, value.span);
      assert.equal(value.table.span, value.span);
      value.entries.forEach(assertEntry);
      break;
    default:
  }
}

function assertSpans({ text, root, sections, comments, errors }: Document): void {
  const whole = { start: 0, end: text.length };
  assert.deepEqual(root.span, whole);
  assertOrdered(sections, whole);
  assertOrdered(comments, whole);
  for (const { span } of comments) assert.match(text.slice(span.start, span.end), /^#[^\n]*$/);
  for (const { header, entries, span } of sections) {
    assertOrdered(header ? [header, ...entries] : entries, span);
    if (header) assertOrdered(header.key.parts, header.key.span);
    if (header) assertWithin(header.key.span, header.span);
    entries.forEach(assertEntry);
  }
  let start = 0;
  for (const { span } of errors) {
    assertWithin(span, whole);
    assert.ok(span.end > span.start, 'An error must be visible.');
    assert.ok(span.start >= start, 'Errors are in the order of the text.');
    start = span.start;
  }
}

function valuesOf(value: Value): Value[] {
  if (value.kind === 'array') return [value, ...value.items.flatMap(valuesOf)];
  if (value.kind === 'inline-table')
    return [value, ...value.entries.flatMap((entry) => valuesOf(entry.value))];
  return [value];
}

test('of 10,000 mutated documents, every span lies in what it belongs to, and every cursor has a context', () => {
  for (let seed = 1; seed <= 10_000; seed++) {
    const random = randomFrom(-seed);
    const document = parse(mutate(random));
    try {
      assertSpans(document);
      contextAt(document, random(document.text.length + 1));
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(document.text)}`, { cause: error });
    }
  }
});

test('the text of every value reads as that value', () => {
  fc.assert(
    fc.property(validDocument, (text) => {
      const document = parse(text);
      assertSpans(document);
      for (const value of document.sections.flatMap(({ entries }) =>
        entries.flatMap((entry) => valuesOf(entry.value)),
      )) {
        const alone = parse(`a = ${text.slice(value.span.start, value.span.end)}`);
        assert.deepEqual(alone.errors, []);
        const members = new Map([
          ['a', { key: { name: 'a', style: 'bare', span: value.span } as const, value }],
        ]);
        const expected = { ...document, root: { ...document.root, members } };
        const options = { numbers: 'apart' } as const;
        assert.deepEqual(ofDocument(alone, options), ofDocument(expected, options));
      }
    }),
    { numRuns: 500 },
  );
});

test('layout keeps the meaning and the comments of every document, and a second time changes nothing', () => {
  const commentsOf = ({ text, comments }: Document): string[] =>
    comments.map(({ span }) => text.slice(span.start, span.end).replace(/[ \t]+$/, ''));
  const assertKept = (text: string): void => {
    const before = parse(text);
    if (before.errors.length > 0) return;
    const laidOut = applyEdits(text, format(before));
    const after = parse(laidOut);
    const options = { numbers: 'apart' } as const;
    assert.deepEqual(after.errors, []);
    assert.deepEqual(ofDocument(after, options), ofDocument(before, options));
    assert.deepEqual(commentsOf(after), commentsOf(before));
    assert.equal(applyEdits(laidOut, format(after)), laidOut);
  };
  fc.assert(fc.property(validDocument, assertKept), { numRuns: 1000 });
  for (let seed = 1; seed <= 5000; seed++) {
    const text = mutate(randomFrom(seed));
    try {
      assertKept(text);
    } catch (error) {
      throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
});

test('the work grows with the length of the text, whatever is in it', () => {
  const capability =
    '[[capability]]\nresource = "keyvalue.redis" # c\nname = "a"\n[capability.configs]\nA = "${b.C}"\n';
  const shapes: Readonly<Record<string, (count: number) => string>> = {
    capabilities: (count) => capability.repeat(count),
    'open brackets': (count) => '['.repeat(count),
    'nested arrays': (count) => `a = ${'[\n'.repeat(count)}`,
    'nested braces': (count) => `a = ${'{ a = '.repeat(count)}`,
    'arrays that are not closed': (count) => 'a = [1,\n'.repeat(count),
    'headers that are not closed': (count) => '[a\n'.repeat(count),
    // Each opens a string of its own, and is an escaped quote to the string of the line above.
    'strings that are not closed': (count) => 'a\\"""\n'.repeat(count),
    'entries in braces': (count) => `a = {${'b = 1, '.repeat(count)}`,
    'parts of a key': (count) => 'a . '.repeat(count),
    'carriage returns': (count) => `a = [${'\r1,'.repeat(count)}`,
    'blank lines below brackets': (count) => `a = ${'['.repeat(100)}${'\n'.repeat(count)}`,
    digits: (count) => `a = ${'9'.repeat(count)}\nb = 0.${'1'.repeat(count)}x\nc = 0x${'0'.repeat(count)}`,
    backslashes: (count) => `a = """${'\\   '.repeat(count)}`,
    quotes: (count) => `"'`.repeat(count),
    'the same key': (count) => 'a = 1\n'.repeat(count),
    'entries of braces on lines of their own': (count) => `a = {\n${'  b = 1\n'.repeat(count)}}`,
    'braces on lines of their own': (count) => '{\n'.repeat(count).replace(/^/, 'a = '),
    'curly quotes': (count) => `a = [${'“a, '.repeat(count)}]`,
    'curly quotes in strings': (count) => `a = ["${'” x ’, '.repeat(count)}\n`,
    'references without quotes': (count) => `a = [${'${a, '.repeat(count)}]`,
    'comments of other languages': (count) => `a = [${'// b\n'.repeat(count)}`,
    'spaces that are none': (count) => `a = ${'\u00a0 '.repeat(count)}`,
    'keys without a value': (count) => 'a: b c: d\n'.repeat(count),
    'words with blanks': (count) => `a ${'b   '.repeat(count)}`,
    'things that are no entry': (count) => '] } , = : '.repeat(count),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    // From a size on at which nothing is cut off at the greatest depth any more.
    const some = countSteps(() => parse(shape(500)));
    const many = countSteps(() => parse(shape(4000)));
    assert.ok(many < some * 8 * 1.3, `${name}: ${some} steps for 500, ${many} for 4000`);
  }
});
