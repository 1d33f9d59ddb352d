import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printableLine } from '../../terminal/printable.ts';
import { createMasking } from './masking.ts';
import type { Masking } from './masking.ts';
import { forms, noise, secret, textOf } from './testing/arbitrary.ts';
import { unescapedWhole } from './unescape.ts';

function masking(...secrets: readonly (string | Uint8Array)[]): Masking {
  const made = createMasking();
  for (const one of secrets) made.add(one);
  return made;
}

for (const [name, form] of Object.entries(forms)) {
  test(`a secret is masked: ${name}`, () => {
    fc.assert(
      fc.property(secret, noise, noise, (one, before, after) => {
        assert.equal(masking(one).mask(before + form(one) + after), `${before}••••${after}`);
      }),
    );
  });
}

for (const alphabet of ['base64', 'base64url'] as const) {
  for (const ahead of [0, 1, 2]) {
    test(`a secret is masked in ${alphabet}, ${ahead} bytes into a group`, () => {
      const rest = fc.uint8Array({ maxLength: 5 });
      const start = fc.uint8Array({ minLength: ahead, maxLength: ahead });
      fc.assert(
        fc.property(secret, start, rest, noise, (one, before, after, around) => {
          const bytes = Buffer.from(one);
          const encoded = Buffer.concat([before, bytes, after]).toString(alphabet);
          // every letter that has a bit of it
          const first = Math.floor((8 * ahead) / 6);
          const last = Math.ceil((8 * (ahead + bytes.length)) / 6);
          const wanted = `${encoded.slice(0, first)}••••${encoded.slice(last)}`;
          assert.equal(masking(one).mask(around + encoded + around), around + wanted + around);
        }),
      );
    });
  }
}

test('eight bytes of a secret and more are masked, fewer are not', () => {
  fc.assert(
    fc.property(secret, fc.nat(), fc.integer({ min: 1, max: 20 }), noise, (one, from, length, around) => {
      const bytes = Buffer.from(one);
      const run = bytes.subarray(from % bytes.length).subarray(0, length);
      const text = Buffer.concat([Buffer.from(`${around}·`), run, Buffer.from(`·${around}`)]);
      const shown = Buffer.from(masking(one).maskBytes(text));
      if (run.length < 8) assert.deepEqual(shown, text);
      else assert.equal(String(shown), `${around}·••••·${around}`);
    }),
  );
});

test('a secret is masked however often it is escaped, in whatever ways', () => {
  const escapes = [
    (text: string) => JSON.stringify(text),
    (text: string) => encodeURIComponent(text),
    (text: string) => printableLine(text),
    (text: string) => JSON.stringify(text).replaceAll('/', '\\/'),
    forms['JSON, every unit'] ?? String,
    forms['every byte, as C writes it'] ?? String,
  ];
  // nothing of it is longer than the seven bytes that may be told
  const parts = fc.array(fc.constantFrom('abc1234', 'def5678', 'ghi9012', 'é🙂', 'x'), { minLength: 4 });
  const ends = fc.constantFrom('\n', '"', '\\', '\t', '/', '%', '\u0085', '\u202e', '\\\u202e');
  fc.assert(
    fc.property(
      parts,
      ends,
      fc.array(fc.constantFrom(...escapes), { minLength: 1, maxLength: 4 }),
      (all, end, chosen) => {
        const one = all.join(end);
        const text = chosen.reduce((inner, escape) => escape(inner), one);
        const shown = masking(one).mask(`λ${text}λ`);
        const rest = Buffer.from(unescapedWhole(Buffer.from(shown), false).bytes).toString();
        // but for the quotes around it, of which a % may go for one of the secret's
        assert.match(rest, /^λ"*••••(25|5C|22|")*λ$/);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a text of nothing but escapes costs no more than another', () => {
  const hidden = masking('correct-horse-battery');
  for (const text of [`%${'25'.repeat(100_000)}`, '\\'.repeat(200_000), '\\u00'.repeat(40_000)]) {
    assert.equal(hidden.mask(text), text);
  }
});

test('bytes that are no text are masked too', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 40 }), noise, (one, around) => {
      const hidden = masking(one);
      const text = Buffer.from(around);
      assert.equal(String(hidden.maskBytes(Buffer.concat([text, one, text]))), `${around}••••${around}`);
      assert.equal(hidden.mask(Buffer.from(one).toString('hex')), '••••');
    }),
  );
});

test('each of many secrets is masked', () => {
  fc.assert(
    fc.property(
      fc
        .array(secret, { minLength: 1, maxLength: 12 })
        .chain((all) => fc.tuple(fc.constant(all), textOf(all))),
      ([all, { text, masked }]) => {
        assert.equal(masking(...all).mask(text), masked);
      },
    ),
  );
});

test('a text without a secret stays as it is', () => {
  const stays = (text: string) =>
    assert.equal(masking('correct-horse-battery', 'hunter2', '1').mask(text), text);
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), stays));
  // of a short secret, all of a text that is nothing but its base64 is masked
  const base64 = fc.base64String().filter((text) => Buffer.from(text, 'base64').toString() !== '1');
  fc.assert(fc.property(base64, stays));
  // a lone surrogate is none in UTF-8
  stays('\ud800 %E2%82 \\u12 \\ud83d %zz + \\');
});

test('a secret of six or seven bytes is masked wherever all of it is', () => {
  const hidden = masking('hunter2');
  for (const form of Object.values(forms)) assert.equal(hidden.mask(`x·${form('hunter2')}·y`), 'x·••••·y');
  assert.equal(hidden.mask('my-hunter2-is'), 'my-••••-is');
  assert.equal(hidden.mask('hunter1 unter2'), 'hunter1 unter2');
  assert.equal(hidden.mask(Buffer.from('user:hunter2').toString('base64')), 'dXNlcj••••');
});

test('a secret of fewer than six bytes is masked only where it stands alone', () => {
  const hidden = masking('4711');
  for (const text of ['4711', 'NDcxMQ==', 'NDcxMQ', '34373131', '%34711', '\\u0034711']) {
    assert.equal(hidden.mask(text), '••••', text);
  }
  assert.equal(hidden.mask('pin:\n4711\r\n'), 'pin:\n••••\r\n');
  assert.equal(hidden.mask('there is no key "4711"'), 'there is no key "••••"');
  for (const text of ['147110', '127.0.0.1:4711', 'exit 4711', '']) assert.equal(hidden.mask(text), text);
});

test('so is one with quotes in it, also where they are escaped', () => {
  for (const one of ['a"b', '\\n', "'x'", 'a\nb']) {
    const hidden = masking(one);
    for (const text of [one, JSON.stringify(one).slice(1, -1)]) assert.equal(hidden.mask(text), '••••', text);
    assert.equal(hidden.mask(`no key ${JSON.stringify(one)}!`), 'no key "••••"!');
    assert.equal(hidden.mask(`no key z${one}z!`), `no key z${one}z!`);
  }
  assert.equal(masking('\n', '"').mask('"a""b"\n\n\nc'), '"a""b"\n\n\nc');
});

test('the blanks around a secret are no part of it', () => {
  assert.equal(masking('hunter2hunter2\n').mask('say hunter2hunter2'), 'say ••••');
  assert.equal(masking('hunter2\n').mask('say hunter2!'), 'say ••••!');
});

test('an empty value is no secret', () => {
  const hidden = masking('', new Uint8Array());
  assert.equal(hidden.active, false);
  assert.equal(hidden.mask('anything'), 'anything');
});

test('a secret is masked from when it is known', () => {
  const hidden = masking();
  assert.equal(hidden.mask('correct-horse'), 'correct-horse');
  hidden.add('correct-horse');
  assert.equal(hidden.mask('correct-horse'), '••••');
});

test('a secret that is nothing but one letter again and again costs no more than another', () => {
  const hidden = masking('a'.repeat(10_000), 'ab'.repeat(5_000));
  assert.equal(hidden.mask('a'.repeat(200_000)), '••••');
});
