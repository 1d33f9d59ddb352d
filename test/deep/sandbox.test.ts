/** The sandbox at length: what test/sandbox tries in a few hundred rounds, in 10,000, and races of a minute. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { attack } from '../sandbox/attack.ts';
import { holdings } from '../sandbox/holdings.ts';
import { makeOutside } from '../sandbox/outside.ts';
import { hostileGuests } from '../sandbox/round.ts';
import { runShipped } from '../sandbox/shipped.ts';

const rounds = 10_000;
const turns = 50_000;

for (const holding of holdings) {
  suite(`folders held by ${holding.name}`, { concurrency: 2 }, () => {
    const share = Math.ceil(rounds / hostileGuests.length / holdings.length);
    for (const [index, guest] of hostileGuests.entries()) {
      // other seeds than those of test/sandbox
      const first = 1_000_000 + index * share;
      test(`${guest} finds no way out in ${share} rounds`, () =>
        attack(guest, { first, count: share, holding }));
    }
  });
}

suite('a guest that swaps folders and links under another', () => {
  for (const guest of hostileGuests) {
    test(guest, { skip: process.platform !== 'linux' }, async () => {
      using outside = makeOutside();
      const [, output] = await Promise.all([
        runShipped('c-hostile', ['swap', String(turns)], { outside }),
        runShipped(guest, ['go'], { outside }),
      ]);
      assert.equal(outside.changed() ?? outside.seen(output), undefined);
    });
  }
});
