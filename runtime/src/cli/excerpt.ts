/** A line of a file as a report shows it: what is meant underlined, and all of it on one line of a terminal. */
import { printableLine } from '../terminal/printable.ts';

export interface Excerpt {
  readonly line: string;
  /** What stands below `line` in front of the underline: as wide as what is in front of what is meant. */
  readonly indent: string;
  /** How many characters are underlined; at least 1. */
  readonly width: number;
}

/** What is shown in front of what is meant where not all of the line fits. */
const context = 20;

/**
 * @param start where what is meant begins in the line, in UTF-16 units; `end` is behind it
 * @param room how many characters fit; a longer line is cut around what is meant
 */
export function excerpt(line: string, { start, end }: { start: number; end: number }, room: number): Excerpt {
  const [before, meant, after] = [line.slice(0, start), line.slice(start, end), line.slice(end)];
  if (line.length <= room) {
    const whole = { before: printableLine(before), meant: printableLine(meant), after: printableLine(after) };
    if (length(whole) <= room) return show(whole);
  }
  // what is far away is not even made printable: the line may be the whole of a large file
  const near = {
    before: printableLine(text(line, start - room, start)),
    meant: printableLine(text(line, start, Math.min(end, start + room))),
    after: printableLine(text(line, end, end + room)),
  };
  const isCutBefore = start > room || near.before.length > context;
  const shownBefore = isCutBefore ? `…${tail(near.before, context)}` : near.before;
  const left = room - shownBefore.length;
  if (end - start > room || near.meant.length > left) {
    return show({ before: shownBefore, meant: `${head(near.meant, left - 1)}…`, after: '' });
  }
  const rest = left - near.meant.length;
  const isCutAfter = near.after.length > rest;
  return show({
    before: shownBefore,
    meant: near.meant,
    after: isCutAfter ? `${head(near.after, rest - 1)}…`.slice(0, Math.max(0, rest)) : near.after,
  });
}

interface Parts {
  readonly before: string;
  readonly meant: string;
  readonly after: string;
}

function show({ before, meant, after }: Parts): Excerpt {
  return {
    line: before + meant + after,
    // tabs stay tabs, so that the underline stands below what it means
    indent: before.replace(/[^\t]/g, ' '),
    width: Math.max(1, meant.length),
  };
}

function length({ before, meant, after }: Parts): number {
  return before.length + meant.length + after.length;
}

/** A stretch of a line that is shown in part: its tabs are single spaces, so that its width is known. */
function text(line: string, from: number, to: number): string {
  return whole(line.slice(Math.max(0, from), to)).replaceAll('\t', ' ');
}

function head(line: string, count: number): string {
  return whole(line.slice(0, Math.max(0, count)));
}

function tail(line: string, count: number): string {
  return whole(line.slice(Math.max(0, line.length - count)));
}

/** Without the half of a character of two units that a cut left at either end. */
function whole(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
