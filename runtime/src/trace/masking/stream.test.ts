import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMasking } from './masking.ts';
import { maskingStream } from './stream.ts';
import { secret, textOf } from './testing/arbitrary.ts';

function streamed(secrets: readonly string[]) {
  const masking = createMasking();
  for (const one of secrets) masking.add(one);
  return { masking, stream: maskingStream(masking) };
}

/** The bytes of a text, cut at each of these places. */
function cut(text: string, places: readonly number[]): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...at, bytes.length].map((end, index) => bytes.subarray(at[index - 1] ?? 0, end));
}

const secrets = fc.array(secret, { minLength: 1, maxLength: 4 });
const places = fc.array(fc.nat(), { maxLength: 40 });

test('a secret that comes in pieces is masked as if it came at once', () => {
  fc.assert(
    fc.property(
      secrets.chain((all) => fc.tuple(fc.constant(all), textOf(all))),
      places,
      ([all, { text, masked }], where) => {
        const { stream } = streamed(all);
        const told = cut(text, where).map((piece) => stream.write(piece));
        assert.equal(told.join('') + stream.end(), masked);
      },
    ),
  );
});

test('so are secrets that stand side by side, that are short, and that have lines', () => {
  const all = [
    'hunter2',
    '4711',
    'x',
    '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcw\n-----END',
  ];
  const parts = fc.constantFrom(
    ...all,
    all[3]?.slice(3, 30) ?? '',
    '\n',
    '"',
    ' ',
    'hunter',
    'ü',
    'line\n',
    'say ',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), places, (texts, where) => {
      const text = texts.join('');
      const { masking, stream } = streamed(all);
      const told = cut(text, where).map((piece) => stream.write(piece));
      assert.equal(told.join('') + stream.end(), masking.mask(text));
    }),
    { numRuns: 1000 },
  );
});

test('a line that has ended is told at once', () => {
  const { stream } = streamed(['correct-horse-battery', '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF']);
  assert.equal(stream.write(Buffer.from('the first line\n')), 'the first line');
  assert.equal(stream.write(Buffer.from('it is correct-horse-battery.\n')), '\nit is ••••.');
  assert.equal(stream.end(), '\n');
});

test('without a secret, everything is told at once', () => {
  const { masking, stream } = streamed([]);
  assert.equal(stream.write(Buffer.from('say correct-')), 'say correct-');
  masking.add('correct-horse-battery');
  assert.equal(stream.write(Buffer.from('horse-battery')), '');
  assert.equal(stream.end(), '••••');
});

test('no more is kept than a secret can take', () => {
  const { stream } = streamed(['correct-horse-battery']);
  const told = stream.write(Buffer.from('x'.repeat(10_000)));
  assert.ok(told.length > 9_500, `${told.length} were told`);
});

test("a guest's memory is not looked at after the call", () => {
  const { stream } = streamed(['correct-horse-battery']);
  const memory = Buffer.from('correct-horse');
  assert.equal(stream.write(memory), '');
  memory.fill(0);
  assert.equal(stream.write(Buffer.from('-battery\n')) + stream.end(), '••••\n');
});

test('a character that comes in two pieces is whole', () => {
  const { stream } = streamed(['correct-horse-battery']);
  const [first, second] = [Buffer.from('🙂').subarray(0, 2), Buffer.from('🙂').subarray(2)];
  assert.equal(stream.write(first) + stream.write(second) + stream.end(), '🙂');
});
