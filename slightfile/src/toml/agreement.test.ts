import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import iarna from '@iarna/toml';
import fc from 'fast-check';
import { parse as parseSmol } from 'smol-toml';
import { parse } from './parse.ts';
import { validDocument } from './testing/arbitrary.ts';
import { ofDocument, ofForeign } from './testing/canonical.ts';
import { whyIarnaRejects, whySmolAccepts, whySmolDiffers } from './testing/deviations.ts';
import { validDocuments } from './testing/documents.ts';
import { contend, mutate } from './testing/mutate.ts';
import { randomFrom } from '@slight/text/testing/random.ts';

type Reading = { readonly value: unknown } | { readonly fault: string };

function attempt(read: () => unknown): Reading {
  try {
    return { value: read() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

const smol = (text: string): Reading => attempt(() => parseSmol(text, { integersAsBigInt: true }));

/** How the readers disagree about a text, without a reason that is known; undefined where they agree. */
function disagreement(text: string): string | undefined {
  const document = parse(text);
  const other = smol(text);
  if ('fault' in other) {
    return document.errors.length > 0 ? undefined : `smol-toml rejects it: ${other.fault}`;
  }
  const unexplained = document.errors.find((error) => whySmolAccepts(text, error) === undefined);
  if (unexplained !== undefined) return `smol-toml accepts it; here: ${unexplained.message}`;
  if (document.errors.length > 0) return undefined;
  const options = { numbers: 'apart' } as const;
  const equal = isDeepStrictEqual(ofDocument(document, options), ofForeign(other.value, options));
  return equal || whySmolDiffers(text) !== undefined ? undefined : 'smol-toml reads other values';
}

/** Asserts that @iarna/toml reads the same; false where it cannot read the text, for a reason that is known. */
function assertIarna(text: string): boolean {
  const other = attempt(() => iarna.parse(text));
  if ('fault' in other) {
    assert.ok(whyIarnaRejects(text), other.fault);
    return false;
  }
  const options = { numbers: 'together' } as const;
  assert.deepEqual(ofDocument(parse(text), options), ofForeign(other.value, options), text);
  return true;
}

test('the examples of the specification mean what other readers read in them', () => {
  for (const text of validDocuments) {
    assert.deepEqual(parse(text).errors, [], text);
    assert.equal(disagreement(text), undefined, text);
    assertIarna(text);
  }
});

test('every valid document means what @iarna/toml and smol-toml read in it', () => {
  let compared = 0;
  fc.assert(
    fc.property(validDocument, (text) => {
      assert.deepEqual(parse(text).errors, []);
      assert.equal(disagreement(text), undefined);
      if (assertIarna(text)) compared++;
    }),
    { numRuns: 2000 },
  );
  assert.ok(compared > 600, `@iarna/toml could read only ${compared} of 2000 documents.`);
});

test("tables that get into one another's way are told apart from those that do not", () => {
  for (let seed = 1; seed <= 20_000; seed++) {
    const text = contend(randomFrom(seed));
    const problem = disagreement(text);
    // smol-toml lets no dotted key define a table that a header only named on its way; @iarna/toml does.
    const excused =
      problem?.includes('already defined') && parse(text).errors.length === 0 && assertIarna(text);
    assert.ok(problem === undefined || excused, `seed ${seed}: ${problem ?? ''}\n${JSON.stringify(text)}`);
  }
});

test('100,000 mutated documents are read as smol-toml reads them, and none throws', () => {
  for (let seed = 1; seed <= 100_000; seed++) {
    const text = mutate(randomFrom(seed));
    const problem = disagreement(text);
    assert.equal(problem, undefined, `seed ${seed}: ${problem ?? ''}\n${JSON.stringify(text)}`);
  }
});
