/** `[key]` and `[[key]]` (https://toml.io/en/v1.1.0#table, #array-of-tables), as much of them as is there. */
import type { Span } from '@slight/text/span.ts';
import { replaceWith } from './habits.ts';
import { readKey } from './key.ts';
import type { Scanner } from './scanner.ts';
import { contentEnd, isBlank, isExplained, report } from './scanner.ts';
import type { Header, Key } from './tree.ts';
import { isMissing } from './tree.ts';

/** Those of TOML, and those of full width that other keyboards have. */
const [openings, closings] = ['[［【', ']］】'];

/** True where a header begins. */
export function opensHeader(text: string, at: number): boolean {
  return at < text.length && openings.includes(text.charAt(at));
}

/** Reads the header that is here. */
export function readHeader(scanner: Scanner): { readonly header: Header; readonly complete: boolean } {
  const { at: start } = scanner;
  const opening = readBrackets(scanner, openings, true);
  const { key, complete } = readKey(scanner);
  const nothing = key.parts.length === 1 && key.parts.every(isMissing);
  let end = key.span.end;
  const unread = { start: scanner.at, end: headerEnd(scanner) };
  if (unread.end > unread.start) {
    report(
      scanner,
      unread,
      'A header has only names and dots between its brackets. A name with other characters needs quotes.',
    );
    scanner.at = end = unread.end;
  }
  const broken = isExplained(scanner, end);
  const closing = readBrackets(scanner, closings, opening.count === 2);
  if (closing.count === 0) scanner.at = end;
  else end = scanner.at;
  const span = { start, end };
  if (closing.count < opening.count && !broken) {
    const missing = ']'.repeat(opening.count);
    report(scanner, span, `This header is not closed: \`${missing}\` is missing at its end.`);
  } else if (nothing && unread.end === unread.start) {
    report(scanner, span, 'A name is missing between the brackets of this header.');
  } else if (closing.count > 0 && !(opening.isTidy && closing.isTidy)) {
    reportUntidy(scanner, key, opening, closing);
  } else if (closing.count > opening.count) {
    report(
      scanner,
      span,
      'This header ends with `]]` and begins with `[`. A list of tables has two brackets on both sides.',
      replaceWith('Begin it with [[', { start, end: start }, '['),
    );
  }
  const kind = Math.max(opening.count, closing.count) === 2 ? 'array' : 'table';
  return { header: { kind, key, span, closed: closing.count >= opening.count }, complete };
}

interface Brackets {
  readonly count: number;
  readonly span: Span;
  /** Whether they are TOML's own, side by side. */
  readonly isTidy: boolean;
}

/** Reads one or two of these brackets, with blanks between them where the second is surely one of the header's. */
function readBrackets(scanner: Scanner, known: string, apart: boolean): Brackets {
  const { text, at: start } = scanner;
  let count = 0;
  for (let at = start; count < 2; count++) {
    if (count === 1 && apart) while (isBlank(text.charCodeAt(at))) at++;
    if (at >= text.length || !known.includes(text.charAt(at))) break;
    scanner.at = ++at;
  }
  const span = { start, end: scanner.at };
  return { count, span, isTidy: text.slice(start, span.end) === known.charAt(0).repeat(count) };
}

function reportUntidy(scanner: Scanner, key: Key, opening: Brackets, closing: Brackets): void {
  const { text } = scanner;
  const count = Math.max(opening.count, closing.count);
  const [open, close] = ['['.repeat(count), ']'.repeat(count)];
  const written = text.slice(opening.span.start, key.span.start) + text.slice(key.span.end, closing.span.end);
  const fault = /^[[\]\s]*$/.test(written)
    ? 'No blank stands between the two brackets of a list in TOML'
    : 'These brackets are not those of TOML';
  const edits = [
    { span: opening.span, text: open },
    { span: closing.span, text: close },
  ];
  const span = { start: opening.span.start, end: closing.span.end };
  report(scanner, span, `${fault}: write \`${open}\` and \`${close}\` around the name.`, {
    title: `Write ${open} ${close}`,
    edits,
    preferred: true,
  });
}

/** Where what stands between a header's key and its closing bracket ends. */
function headerEnd(scanner: Scanner): number {
  const end = contentEnd(scanner, 'line');
  const bracket = scanner.text.slice(scanner.at, end).search(/[\]］】]/);
  return bracket === -1 ? end : scanner.at + bracket;
}
