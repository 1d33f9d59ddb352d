/** Errors as a person sees them: under the line that they are on. */
import assert from 'node:assert/strict';
import { LineIndex } from '@slight/text/span.ts';
import { parse } from '../parse.ts';

/**
 * The text with each error drawn below the line where it begins: `^^^ message`. One that goes on over the line's end
 * is drawn up to there, with `…`.
 */
export function draw(text: string): string {
  const { errors } = parse(text);
  const index = new LineIndex(text);
  return text
    .split('\n')
    .flatMap((line, number) => [
      line,
      ...errors.flatMap(({ span, message }) => {
        const { start, end } = index.range(span);
        if (start.line !== number) return [];
        const width = end.line === number ? end.character - start.character : line.length - start.character;
        return [
          `${' '.repeat(start.character)}${'^'.repeat(width)}${end.line === number ? '' : '…'} ${message}`,
        ];
      }),
    ])
    .join('\n');
}

/** Asserts that a document has the errors drawn into it, each where it is drawn, and no others. */
export function assertDrawn(drawn: string): void {
  const expected = drawn.replace(/^\n/, '');
  const text = expected
    .split('\n')
    .filter((line) => !/^ *\^/.test(line))
    .join('\n');
  assert.equal(draw(text), expected);
}
