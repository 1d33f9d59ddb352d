import assert from 'node:assert/strict';
import { readFileSync, globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyze } from './analyze.ts';
import { applyEdits } from './testing/fixture.ts';

const fixtures = globSync('test/fixtures/slightfiles/*/*.toml', {
  cwd: path.join(import.meta.dirname, '../..'),
});
const texts = fixtures.map((file) => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8'));

test('gives the document, the model and the problems of one text', () => {
  const { document, slightfile, problems } = analyze(
    'specversion = "0.2"\n[[capability]]\nresource = "kv.redis"\n',
  );
  assert.equal(document.sections.length, 2);
  assert.equal(slightfile.capabilities.length, 1);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['missing-name', 'renamed-resource'],
  );
});

test('never throws, and its spans and fixes lie in the text, however it is cut and mixed', () => {
  const pieces = fc.constantFrom(
    '"',
    '[[',
    ']',
    '{',
    '}',
    '=',
    '\n',
    '\r\n',
    '${',
    '.',
    ',',
    '#',
    "'''",
    '\u0000',
    '😀',
    '*',
    ' ',
  );
  const mutated = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(12), pieces), { minLength: 1, maxLength: 4 }),
    )
    .map(([text, edits]) =>
      edits.reduce((result, [place, length, piece]) => {
        const at = place % (result.length + 1);
        return result.slice(0, at) + piece + result.slice(at + length);
      }, text),
    );
  const property = fc.property(mutated, (text) => {
    for (const { span, fixes } of analyze(text, { environment: new Set() }).problems) {
      assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
      for (const { edits } of fixes) {
        assert.ok(edits.length > 0);
        applyEdits(text, edits);
      }
    }
  });
  fc.assert(property, { numRuns: 5000 });
});

test('of a file whose line ends are none, that is the one problem', () => {
  const text = 'specversion = "0.2"\r[[capability]]\rresource = "keyvalue.redis"\rname = "a"\rnmae = "b"\r';
  const [problem, ...more] = analyze(text).problems;
  assert.deepEqual([problem?.code, more], ['toml-syntax', []]);
  assert.equal(applyEdits(text, problem?.fixes[0]?.edits ?? []), text.replaceAll('\r', '\n'));
});

test('keys that JavaScript objects have by themselves are unknown too', () => {
  const { problems } = analyze('specversion = "0.2"\n__proto__ = 1\nconstructor = 2\ncapability = []\n');
  assert.deepEqual(
    problems.map(({ code, message }) => [code, /"(\w+)"/.exec(message)?.[1]]),
    [
      ['no-capabilities', undefined],
      ['unknown-key', '__proto__'],
      ['unknown-key', 'constructor'],
    ],
  );
});

test('a secret value is in no message and no title', () => {
  const secret = 'hunter2';
  const text = `specversion = "0.2"
[[secret_settings]]
name = "A"
value = "${secret}"
vale = "${secret}"
[[capability]]
resource = "keyvalue.azblob"
name = "a"
configs = { AZURE_STORAGE_KEY = "${secret}", AZURE_STORAGE_ENDPOINT = "${secret}", AZURE_STORAGE_ACCOUNT = "\${${secret}" }
[[capability]]
resource = "keyvalue.redis"
name = "b"
AZURE_STORAGE_KEY = "${secret}"
[capability.configs]
REDIS_ADDRESS = "rediss://:${secret}@h:99999999"
REDIS_PASSWORD = "${secret}"
`;
  const { problems } = analyze(text);
  assert.ok(problems.length > 6);
  for (const { message, fixes, code } of problems) {
    // what is written behind ${ is the name of a store, and what a reference would be is shown
    if (code === 'malformed-reference') continue;
    assert.ok(!message.includes(secret), message);
    for (const { title } of fixes) assert.ok(!title.includes(secret), title);
  }
});

test('takes time in proportion to the length, whatever is wrong', () => {
  const block = (number: number) => `
[[capability]]
resource = "keyvalue.redos${number}"
nmae = "a${number}"
extra${number} = 1
[[capability]]
resource = "kv.redis"
name = "${number % 7 === 0 ? '*' : `a${number}`}"
configs = { REDIS_ADRESS = 5, X${number} = "\${env.X}", REDIS_ADDRESS = "\${usersecrets.Y}" }
[[secret_settings]]
name = "X${number % 100}"
[[capability]]
name = "http"
`;
  const time = (count: number) => {
    const text = `specversion = "0.2"\n${Array.from({ length: count }, (_, number) => block(number)).join('')}`;
    const runs = Array.from({ length: 3 }, () => {
      const start = performance.now();
      analyze(text);
      return performance.now() - start;
    });
    return Math.min(...runs);
  };
  time(100);
  // ten times the length: about 10 where it is linear, 100 where it is quadratic
  const ratio = time(2000) / time(200);
  assert.ok(ratio < 40, `ten times the text took ${ratio.toFixed(1)} times as long`);
});
