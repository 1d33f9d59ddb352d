import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format } from './format.ts';
import { parse } from './parse.ts';
import { applyEdits } from '@slight/text/testing/edits.ts';

function formatted(text: string): string {
  return applyEdits(text, format(parse(text)));
}

/** Asserts what the layout of a text is, and that it is left as it is from then on. */
function assertLaidOut(text: string, expected: string): void {
  assert.equal(formatted(text), expected);
  assert.equal(formatted(expected), expected);
}

test('a slightfile gets one layout, and keeps its comments, quotes and order', () => {
  assertLaidOut(
    `

  specversion='0.2'   # which format
# About the store.
[[ capability ]]


    resource   =  "keyvalue.redis"
    # free

    # the store
    # of the app   
    [ capability . configs ]  # values
\tREDIS_ADDRESS="\${envvars.REDIS}"\t
    a . "b" = {x=1,y = { }}`,
    `specversion = '0.2' # which format

# About the store.
[[capability]]

resource = "keyvalue.redis"
# free

# the store
# of the app
[capability.configs] # values
REDIS_ADDRESS = "\${envvars.REDIS}"
a."b" = { x = 1, y = {} }
`,
  );
});

test('arrays keep their lines and their comments', () => {
  assertLaidOut('a=[1,2 , [3 ],]\nb=[ ]\n', 'a = [1, 2, [3]]\nb = []\n');
  assertLaidOut(
    'a = [ # one\n 1 # two\n , { b = [\n2] },\n\n3,# three\n   # four\n\n]\nc = [\n1]',
    'a = [ # one\n  1, # two\n  { b = [\n    2] },\n  3, # three\n  # four\n]\nc = [\n  1]\n',
  );
  const tabbed = format(parse('a = [\n1,\n]\n'), { indent: '\t' });
  assert.equal(applyEdits('a = [\n1,\n]\n', tabbed), 'a = [\n\t1,\n]\n');
});

test('tables in braces keep their lines and their comments', () => {
  assertLaidOut('a={b=1 ,c = {},}\nd={ }\n', 'a = { b = 1, c = {} }\nd = {}\n');
  assertLaidOut(
    `[x]
  configs={# one
A="1",B = "2" # two
,# three

   C={
 D=[
1,
]} }
   e = [{
f=1,
    },{g=2}]
h={ i={
j=1}}
`,
    `[x]
configs = { # one
  A = "1", B = "2", # two
  # three
  C = {
    D = [
      1,
    ] } }
e = [{
    f = 1,
  }, { g = 2 }]
h = { i = {
  j = 1 } }
`,
  );
  assertLaidOut('a = {\n\n}\n', 'a = {\n}\n');
});

test('strings over several lines stay as they are', () => {
  assertLaidOut('a="""\n  x  \n\n\n  [y]\n"""\n', 'a = """\n  x  \n\n\n  [y]\n"""\n');
});

test('line ends stay of the kind that they are', () => {
  assertLaidOut('a=1\r\n[b]\r\n', 'a = 1\r\n\r\n[b]\r\n');
  assertLaidOut('\uFEFF a=1', '\uFEFFa = 1\n');
});

test('blank lines between entries stay, one at a time', () => {
  assertLaidOut('a = 1\n\n\n\nb = 2\nc = 3\n\n\n', 'a = 1\n\nb = 2\nc = 3\n');
  assertLaidOut('# a\n[b]\n# c\n\n[d]\n[e]', '# a\n[b]\n# c\n\n[d]\n\n[e]\n');
});

test('a document without content is empty', () => {
  assertLaidOut('\n \n', '');
  assertLaidOut('', '');
});

test('a document with errors is left alone', () => {
  assert.deepEqual(format(parse('a=1\nb=\n')), []);
});
