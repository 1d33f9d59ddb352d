/** The layout of a WIT file, of either syntax: edits that change white space, and nothing that it stands between. */
import { lineEndOf } from '@slight/text/line-ends.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { layGap } from './format/gap.ts';
import { layoutMarks, type LayoutMarks } from './format/marks.ts';
import { lex, type Token } from './lex.ts';
import type { WitFile } from './tree.ts';

export interface WitFormatOptions {
  /** What the content of a block is indented by; two spaces if not given. */
  readonly indent?: string;
}

/**
 * The edits that bring a file into one layout: one item a line, `name: func(a: u32) -> u32;`, blank lines one at a time.
 * A list in braces, parentheses or angle brackets stays on one line where it was on one; over several lines it has one
 * member a line. Comments stay where they are, names, marks and commas as they are, and a second run finds nothing to do.
 * A line end that is there stays as it is, and a new one is that of most lines.
 * Of a file with errors nothing is touched: its meaning is not known.
 */
export function formatWit(file: WitFile, text: string, { indent = '  ' }: WitFormatOptions = {}): TextEdit[] {
  if (file.errors.length > 0) return [];
  const { tokens, comments } = lex(text);
  const marks = layoutMarks(file, text, tokens);
  const lineEnd = lineEndOf(text);
  const edits: TextEdit[] = [];
  const open: Bracket[] = [];
  let depth = 0;
  let before: Token | undefined;
  for (const [index, token] of tokens.entries()) {
    const inner = open.at(-1);
    const around = depth;
    if (isClosing(token) && open.pop()?.isBroken) depth -= 1;
    const between = betweenTokens(marks, before, token, inner);
    // what a comment parts in the midst of an item goes on one deeper
    const further = between === 'line' ? 0 : 1;
    layGap(edits, {
      text,
      lineEnd,
      // a byte order mark is no layout
      start: before?.end ?? (text.startsWith('\uFEFF') ? 1 : 0),
      end: token.start,
      comments: comments.slice(token.firstComment, tokens[index + 1]?.firstComment ?? comments.length),
      between,
      isFirst: before === undefined,
      isLast: token.kind === 'end',
      opens: before !== undefined && (isOpening(before) || marks.gateEnds.has(before.end)),
      closes: isClosing(token),
      margin: indent.repeat(depth + further),
      commentMargin: indent.repeat(around + further),
    });
    if (isOpening(token)) {
      const isBroken = marks.broken.has(token.start);
      open.push({ token, isBroken, isUseList: before?.kind === '.' });
      if (isBroken) depth += 1;
    }
    before = token;
  }
  return edits;
}

/** A bracket that is open where the formatter is. */
interface Bracket {
  readonly token: Token;
  /** Its members have lines of their own. */
  readonly isBroken: boolean;
  /** Names that a component file uses: `.{a, b}` has no blanks inside. */
  readonly isUseList: boolean;
}

function isOpening({ kind }: Token): boolean {
  return kind === '{' || kind === '(' || kind === '<';
}

function isClosing({ kind }: Token): boolean {
  return kind === '}' || kind === ')' || kind === '>';
}

/** What stands between two tokens, if no comment does. Both are in the bracket `inner`, or one of them is half of it. */
function betweenTokens(
  marks: LayoutMarks,
  before: Token | undefined,
  token: Token,
  inner: Bracket | undefined,
): '' | ' ' | 'line' {
  if (!before || token.kind === 'end' || marks.itemStarts.has(token.start)) return 'line';
  const isBroken = inner?.isBroken ?? true;
  const isFirst = before === inner?.token;
  if (isFirst || isClosing(token)) {
    if (isBroken) return 'line';
    const isEmpty = isFirst && isClosing(token);
    return inner?.token.kind === '{' && !inner.isUseList && !isEmpty ? ' ' : '';
  }
  if (isBroken && (before.kind === ',' || marks.gateEnds.has(before.end))) return 'line';
  const isTight = marks.inPaths.has(token.start) || before.kind === '.' || before.kind === '@';
  return isTight || hugs(token, before) ? '' : ' ';
}

/** True of a mark that follows what is before it without a blank. */
function hugs({ kind }: Token, before: Token): boolean {
  switch (kind) {
    case ',':
    case ';':
    case ':':
    case '.':
    case '<':
      return true;
    case '(':
      return before.kind !== '->';
    default:
      return false;
  }
}
