import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, marked } from '../testing/marked.ts';
import { onTypeFormatting } from './on-type-formatting.ts';

/** The text after a `]` in front of the cursor was typed, else a new line, behind which the editor may have indented. */
function typed(text: string): string {
  const { file, position } = marked(text);
  const character = text.charAt(text.indexOf('|') - 1) === ']' ? ']' : '\n';
  return applied(file, onTypeFormatting(file, position, character));
}

/** What was typed, and what becomes of it. */
function assertTyped(cases: Readonly<Record<string, string>>): void {
  for (const [text, wanted] of Object.entries(cases)) assert.equal(typed(text), wanted, text);
}

function assertUntouched(...texts: readonly string[]): void {
  for (const text of texts) assert.equal(typed(text), text.replace('|', ''), text);
}

test('a new line lays out the line that was left, and keeps its comment', () => {
  assertTyped({
    'name="x"\n|': 'name = "x"\n',
    '  name  =  "x"   \n|': 'name = "x"\n',
    'a=[1,2]   # why  \n|': 'a = [1, 2] # why\n',
    '\uFEFFa=1\n|': '\uFEFFa = 1\n',
    'a=1\r\n|': 'a = 1\r\n',
    'a=1  \r\n|\r\nb=2': 'a = 1\r\n\r\nb=2',
    'ü="😀"\n|': 'ü="😀"\n',
    '"ü"="😀"\n|': '"ü" = "😀"\n',
    '[ a . b ]\n|': '[a.b]\n',
  });
});

test('other lines stay as they are, and so does the one that is being typed', () => {
  assertTyped({
    'b=1\na=1\n|c=2\nd=3\n': 'b=1\na = 1\nc=2\nd=3\n',
    'a=1\n    |': 'a = 1\n    ',
    'broken\na=1\n|': 'broken\na = 1\n',
  });
});

test('lines that are not one whole header or entry are not touched', () => {
  assertUntouched(
    '|',
    '\n|',
    '  # comment  \n|',
    'a=\n|',
    'a=1 b=2\n|',
    'a=[\n|',
    'a=[\n  1,2,\n|]\n',
    'a=[\n  # c\n|]\n',
    'a={\n  b=1,\n|}\n',
    'a={\n|}\n',
    'a={\n  b=1}\n|',
    'a = """\nb=1\n|"""\n',
    'a = """\nb=1\n|',
    "a = '''\n  b=1\n|",
    'a = "\n|',
  );
});

test('a `]` that closes a header puts a blank line above it, and above its comments', () => {
  assertTyped({
    'a=1\n[[capability]]|': 'a=1\n\n[[capability]]',
    'a=1\n[[capability]|]': 'a=1\n\n[[capability]]',
    'a=1\r\n[b]|\r\n': 'a=1\r\n\r\n[b]\r\n',
    'a=1\n# one\n # two\n[b]|': 'a=1\n\n# one\n # two\n[b]',
    'a=1 # one\n[b]|': 'a=1 # one\n\n[b]',
    '[a]\n[a.b]|': '[a]\n\n[a.b]',
  });
});

test('a `]` that closes no header, or one that has its blank line, changes nothing', () => {
  assertUntouched(
    ']|',
    'x=1\n[[capability]|',
    'a=1\nb = [1]|',
    'a=1\n[b] # ]|',
    '[b]|',
    '# only a comment\n[b]|',
    'a=1\n\n[b]|',
    'a=1\r\n \t\r\n[b]|',
    'a=1\n\n# one\n[b]|',
    'a = """\n[b]|',
    'a = """\n[b]|\n"""',
    'a = [\n[1]|\n]',
    'a = { b = [\n[1]|\n] }',
  );
});

test('a new line behind a header lays it out and sets it off', () => {
  assertTyped({
    'a=1\n[[ capability ]]\n|': 'a=1\n\n[[capability]]\n',
    'a=1\n# why\n [b] # c\n|x=1': 'a=1\n\n# why\n[b] # c\nx=1',
  });
});

test('nothing else is a trigger', () => {
  const { file, position } = marked('name="x"\n[a]\n|');
  assert.deepEqual(onTypeFormatting(file, position, '}'), []);
});
