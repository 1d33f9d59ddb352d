import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSlightfile } from './read.ts';
import { isLiteral, readConfigValue, referencesIn, wholeReference } from './references.ts';
import type { ConfigValue } from './slightfile.ts';
import { parse } from './toml/parse.ts';

/** A file with a config of this TOML value, and what is read of it. */
function valueOf(written: string): { readonly text: string; readonly value: ConfigValue } {
  const text = `[[capability]]\nresource = "http"\nconfigs.A = ${written}`;
  const value = readSlightfile(parse(text)).capabilities[0]?.configs[0]?.value;
  assert.ok(value);
  return { text, value };
}

/** Its parts as text, with `<store KEY>` for a reference; then what should have been one. */
function drawn(written: string): readonly string[] {
  const { value } = valueOf(written);
  const parts = value.parts.map((part) =>
    typeof part === 'string' ? part : `<${part.store.value} ${part.key.value}>`,
  );
  return [parts.join(''), ...value.malformed.map(({ at }) => value.text.value.slice(at.start, at.end))];
}

test('a value is text and references, and what should have been one', () => {
  const values: Readonly<Record<string, readonly string[]>> = {
    '""': [''],
    '"plain"': ['plain'],
    '"$HOME"': ['$HOME'],
    '"redis://${envvars.HOST}"': ['redis://<envvars HOST>'],
    '"${envvars.HOST}"': ['<envvars HOST>'],
    '"${envvars.HOST}:80"': ['<envvars HOST>:80'],
    '"${envvars.A}${envvars.B}"': ['<envvars A><envvars B>'],
    '"redis://:${usersecrets.P}@${envvars.H}:6379/1"': ['redis://:<usersecrets P>@<envvars H>:6379/1'],
    "'${my-store.a.b c}'": ['<my-store a.b c>'],
    '"${local.$}{a}"': ['<local $>{a}'],
    '"${"': ['${', '${'],
    '"${}"': ['${}', '${}'],
    '"${envvars}"': ['${envvars}', '${envvars}'],
    '"${.KEY}"': ['${.KEY}', '${.KEY}'],
    '"${envvars.}"': ['${envvars.}', '${envvars.}'],
    '"${envvars.HOST"': ['${envvars.HOST', '${envvars.HOST'],
    '"${ envvars.A }"': ['${ envvars.A }', '${ envvars.A }'],
    '"${{ secrets.A }}/b"': ['${{ secrets.A }}/b', '${{ secrets.A }}'],
    '"redis://${envvars.A:6379/${envvars.B}"': ['redis://${envvars.A:6379/<envvars B>', '${envvars.A'],
  };
  for (const [written, expected] of Object.entries(values))
    assert.deepEqual(drawn(written), expected, written);
});

test('a reference is the whole value, or a part of it, or the value has none', () => {
  const about = (written: string) => {
    const { value } = valueOf(written);
    return [isLiteral(value), wholeReference(value) !== undefined, referencesIn(value).length];
  };
  assert.deepEqual(about('"plain"'), [true, false, 0]);
  assert.deepEqual(about('""'), [true, false, 0]);
  assert.deepEqual(about('"${a.b}"'), [false, true, 1]);
  assert.deepEqual(about('"${a.b}/"'), [false, false, 1]);
  assert.deepEqual(about('"${a.b}${c.d}"'), [false, false, 2]);
  assert.deepEqual(about('"${a"'), [false, false, 0]);
});

test('the parts of a reference have spans of their own, whatever is escaped around and in them', () => {
  const spans = (written: string): unknown => {
    const { text, value } = valueOf(written);
    return referencesIn(value).map(({ span, store, key }) =>
      [span, store.span, key.span].map(({ start, end }) => text.slice(start, end)),
    );
  };
  assert.deepEqual(spans('"${envvars.HOST}"'), [['${envvars.HOST}', 'envvars', 'HOST']]);
  assert.deepEqual(spans('"""${azapp.a.b}"""'), [['${azapp.a.b}', 'azapp', 'a.b']]);
  assert.deepEqual(spans('"a${x.A}:${y.B}"'), [
    ['${x.A}', 'x', 'A'],
    ['${y.B}', 'y', 'B'],
  ]);
  assert.deepEqual(spans('"\\u0024{envvars.HOST}"'), [['\\u0024{envvars.HOST}', 'envvars', 'HOST']]);
  assert.deepEqual(spans('"\\u00e9${us.TOK}\\t${e.H\\u004fST}\\n"'), [
    ['${us.TOK}', 'us', 'TOK'],
    ['${e.H\\u004fST}', 'e', 'H\\u004fST'],
  ]);
  assert.deepEqual(spans('"""\n\\\n  ${us.TOK}\\\n\n ${e.H}"""'), [
    ['${us.TOK}', 'us', 'TOK'],
    ['${e.H}', 'e', 'H'],
  ]);
  assert.deepEqual(spans("'''\r\n${us.TOK}\r\n${e.H}'''"), [
    ['${us.TOK}', 'us', 'TOK'],
    ['${e.H}', 'e', 'H'],
  ]);
  assert.deepEqual(spans('"\\U0001F600${e.\\U0001F600H}"'), [['${e.\\U0001F600H}', 'e', '\\U0001F600H']]);
});

test('the parts of any text are the text, and their places do not overlap', () => {
  const piece = fc.constantFrom('${', '${envvars.A}', '${a.b', '}', '{', '$', '.', 'x', ' ', ':', '@', '/');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const value = pieces.join('');
      const span = { start: 0, end: value.length };
      const read = readConfigValue({ value, span, inner: span });
      const written = read.parts.map((part) =>
        typeof part === 'string' ? part : `\${${part.store.value}.${part.key.value}}`,
      );
      assert.equal(written.join(''), value);
      const places = [...referencesIn(read), ...read.malformed].map(({ at }) => at);
      places.sort((one, other) => one.start - other.start);
      for (const [index, { start }] of places.entries()) assert.ok(start >= (places[index - 1]?.end ?? 0));
      // each `${` is one or the other
      assert.equal(places.length, value.split('${').length - 1);
    }),
    { numRuns: 2000 },
  );
});
