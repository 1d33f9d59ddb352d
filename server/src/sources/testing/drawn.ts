/** Guests' sources for tests, with what they open drawn in: `‹Keyvalue::open›(«"orders"»)`. */
import { readSource } from '../read.ts';
import type { GuestLanguage } from '../reading.ts';

/** The source without the drawing. */
export function undrawn(text: string): string {
  return text.replace(/[‹›«»]/g, '');
}

/** The source with each callee and each name that is read of it drawn in. */
export function drawn(text: string, language: GuestLanguage): string {
  const marks = readSource(text, language).openings.flatMap(({ callee, name }) => [
    { at: callee.start, mark: '‹' },
    { at: callee.end, mark: '›' },
    ...(name
      ? [
          { at: name.span.start, mark: '«' },
          { at: name.span.end, mark: '»' },
        ]
      : []),
  ]);
  // of a constant that is opened twice, the literal is drawn once
  const once = new Map(marks.map(({ at, mark }) => [`${at}${mark}`, { at, mark }]));
  return [...once.values()]
    .sort((one, other) => other.at - one.at)
    .reduce((all, { at, mark }) => all.slice(0, at) + mark + all.slice(at), text);
}
