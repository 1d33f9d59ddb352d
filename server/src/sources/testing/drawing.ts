/** Tables of sources in which it is drawn what they open. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayOpen, readSource } from '../read.ts';
import type { GuestLanguage } from '../reading.ts';
import { drawn, undrawn } from './drawn.ts';

/** A test a row: what it shows, the source with its drawing, and the kinds that are opened, in order. */
export function drawing(
  language: GuestLanguage,
  rows: readonly (readonly [title: string, text: string, kinds: string])[],
): void {
  for (const [title, text, kinds] of rows) {
    test(`${language}: ${title}`, () => {
      const source = undrawn(text);
      assert.equal(drawn(source, language), text);
      const { openings } = readSource(source, language);
      if (openings.length > 0) assert.ok(mayOpen(source));
      assert.equal(openings.map((opening) => opening.kinds.join('|')).join(' '), kinds);
    });
  }
}
