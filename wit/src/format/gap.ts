/** What stands between two tokens: white space, and comments that stay where they are. */
import type { LineEnd } from '@slight/text/line-ends.ts';
import { withOwnLineEnds } from '@slight/text/line-ends.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { Comment } from '../tree.ts';

/** The stretch between two tokens, and what is wanted of it. */
export interface Gap extends Span {
  readonly text: string;
  /** What a line ends with that is new. */
  readonly lineEnd: LineEnd;
  readonly comments: readonly Comment[];
  /** What is wanted where there is no comment; `line`: the second token begins a line. */
  readonly between: '' | ' ' | 'line';
  /** At the head of the file. */
  readonly isFirst: boolean;
  /** At its end. */
  readonly isLast: boolean;
  /** No blank line follows what is before. */
  readonly opens: boolean;
  /** No blank line precedes what is behind. */
  readonly closes: boolean;
  /** The blanks in front of the second token, where it begins a line. */
  readonly margin: string;
  /** The blanks in front of a comment that begins one. */
  readonly commentMargin: string;
}

/**
 * Adds the edits that lay the gap. A comment at the end of a line stays there, one that begins a line keeps its own, and
 * what follows a comment on a new line stays on one.
 */
export function layGap(edits: TextEdit[], gap: Gap): void {
  const { text, comments, between } = gap;
  const begins = linesThatBegin(gap);
  const lead = begins.indexOf(true);
  const blanks = (at: number) => blanksBefore(gap, at, { isNew: begins[at] === true, isLead: at === lead });
  let start = gap.start;
  for (const [at, comment] of comments.entries()) {
    put(edits, gap, { start, end: comment.span.start }, blanks(at));
    if (begins[at]) alignStars(edits, gap, comment);
    const end = trimmedEnd(text, comment.span);
    put(edits, gap, { start: end, end: comment.span.end }, '');
    start = comment.span.end;
  }
  const rest = { start, end: gap.end };
  if (gap.isLast) put(edits, gap, rest, isEmpty(gap) ? '' : '\n');
  else if (comments.length === 0 && between !== 'line') put(edits, gap, rest, between);
  else put(edits, gap, rest, blanks(comments.length));
}

/** Nothing at all is in the file. */
function isEmpty({ isFirst, isLast, comments }: Gap): boolean {
  return isFirst && isLast && comments.length === 0;
}

/** Of each comment, and of the token behind them: whether it begins a line. */
function linesThatBegin({ text, start, end, comments, between, isFirst, isLast }: Gap): boolean[] {
  const stops = [...comments.map(({ span }) => span.start), end];
  const lines = stops.map((stop, at) => linesIn(text, comments[at - 1]?.span.end ?? start, stop) > 0);
  // an item takes the comments in front of it along to its line
  if (isFirst || (between === 'line' && !isLast && !lines.includes(true))) lines[0] = true;
  return lines;
}

/** What is wanted before a comment, or before the token behind them all. */
function blanksBefore(
  gap: Gap,
  at: number,
  { isNew, isLead }: { readonly isNew: boolean; readonly isLead: boolean },
): string {
  const { text, comments, between, margin, commentMargin } = gap;
  if (gap.isFirst && at === 0) return '';
  if (!isNew) return isBeside(gap, at) ? '' : ' ';
  const isEdge = (gap.opens && isLead) || (gap.closes && at === comments.length);
  const lines = linesIn(text, comments[at - 1]?.span.end ?? gap.start, comments[at]?.span.start ?? gap.end);
  const isApart = between === 'line' && !isEdge && lines > 1;
  return '\n'.repeat(isApart ? 2 : 1) + (at < comments.length ? commentMargin : margin);
}

function linesIn(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length - 1;
}

/** A comment touches the bracket that it is inside of, where a member would. */
function isBeside({ between, opens, closes, comments }: Gap, at: number): boolean {
  return between === '' && ((opens && at === 0) || (closes && at === comments.length));
}

/** Where a comment ends without the blanks at its end. */
function trimmedEnd(whole: string, { start, end }: Span): number {
  return start + whole.slice(start, end).trimEnd().length;
}

/** The lines of a block comment that begin with a star, one right of where the comment begins. */
function alignStars(edits: TextEdit[], gap: Gap, { span }: Comment): void {
  const { text: whole, commentMargin, isFirst } = gap;
  const comment = whole.slice(span.start, span.end);
  if (!/^\/\*[^\n]*(?:\n[^\S\n]*\*[^\n]*)+$/.test(comment)) return;
  for (const { index, 0: margin } of comment.matchAll(/(?<=\n)[^\S\n]*(?=\*)/g)) {
    const start = span.start + index;
    put(edits, gap, { start, end: start + margin.length }, `${isFirst ? '' : commentMargin} `);
  }
}

/** `wanted` has its line ends as `\n`. */
function put(edits: TextEdit[], { text: whole, lineEnd }: Gap, span: Span, wanted: string): void {
  const before = whole.slice(span.start, span.end);
  const text = withOwnLineEnds(before, wanted, lineEnd);
  if (before !== text) edits.push({ span, text });
}
