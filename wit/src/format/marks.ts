/** What the layout of a file takes from its tree. */
import type { Span } from '@slight/text/span.ts';
import type { Token } from '../lex.ts';
import type { Gate, Item, WitFile } from '../tree.ts';

export interface LayoutMarks {
  /** Where the items begin, which have lines of their own. */
  readonly itemStarts: ReadonlySet<number>;
  /** Where the gates end, behind which a line ends. */
  readonly gateEnds: ReadonlySet<number>;
  /** Where the tokens of a path or a package's name begin, but for the first: they have no blanks between them. */
  readonly inPaths: ReadonlySet<number>;
  /** Where the brackets begin whose members have lines of their own. */
  readonly broken: ReadonlySet<number>;
}

/** Goes through the tree once, and once through the tokens. */
export function layoutMarks(file: WitFile, text: string, tokens: readonly Token[]): LayoutMarks {
  const found: Found = { itemStarts: new Set(), gateEnds: new Set(), paths: [] };
  if (file.package) found.paths.push(file.package.span);
  visitItems(found, file.items);
  return {
    itemStarts: found.itemStarts,
    gateEnds: found.gateEnds,
    inPaths: startsWithin(found.paths, tokens),
    broken: brokenBrackets(text, tokens, found.itemStarts),
  };
}

interface Found {
  readonly itemStarts: Set<number>;
  readonly gateEnds: Set<number>;
  /** In the order of the text. */
  readonly paths: Span[];
}

function visitItems(found: Found, items: readonly Item[]): void {
  for (const item of items) {
    found.itemStarts.add(item.span.start);
    visitGates(found, [item]);
    visitItem(found, item);
  }
}

function visitItem(found: Found, item: Item): void {
  switch (item.kind) {
    case 'package':
      found.paths.push(item.name.span);
      visitItems(found, item.items);
      break;
    case 'interface':
    case 'world':
      visitItems(found, item.items);
      break;
    case 'top-use':
    case 'include':
      found.paths.push(item.path.span);
      break;
    case 'use':
      found.paths.push(item.from.span);
      break;
    case 'import':
    case 'export':
      if (item.target.kind === 'path') found.paths.push(item.target.path.span);
      if (item.target.kind === 'interface') visitItems(found, item.target.items);
      break;
    case 'resource':
      visitItems(found, item.functions);
      break;
    case 'record':
      visitGates(found, item.fields);
      break;
    case 'variant':
    case 'enum':
      visitGates(found, item.cases);
      break;
    case 'flags':
      visitGates(found, item.flags);
      break;
    case 'func':
    case 'alias':
    case 'union':
      break;
  }
}

function visitGates(found: Found, members: readonly { readonly gates: readonly Gate[] }[]): void {
  for (const { gates } of members) for (const { span } of gates) found.gateEnds.add(span.end);
}

/** Where the tokens begin that lie in a span, but for the first of it. Both are in the order of the text. */
function startsWithin(spans: readonly Span[], tokens: readonly Token[]): Set<number> {
  const starts = new Set<number>();
  let at = 0;
  for (const { start } of tokens) {
    while ((spans[at]?.end ?? Infinity) <= start) at += 1;
    const span = spans[at];
    if (span && span.start < start) starts.add(start);
  }
  return starts;
}

/** The brackets with an item in them, or with a line end between their members. */
function brokenBrackets(
  text: string,
  tokens: readonly Token[],
  itemStarts: ReadonlySet<number>,
): Set<number> {
  const broken = new Set<number>();
  const open: number[] = [];
  for (const [index, { kind, start, firstComment }] of tokens.entries()) {
    const before = tokens[index - 1];
    const inner = open.at(-1);
    const isClosing = kind === '}' || kind === ')' || kind === '>';
    const hasComments = firstComment !== tokens[index + 1]?.firstComment;
    // nothing is in it
    const isEmpty = isClosing && before?.start === inner && !hasComments;
    const hasLineEnd = text.slice(before?.end ?? 0, start).includes('\n');
    if (inner !== undefined && !isEmpty && (hasLineEnd || itemStarts.has(start))) broken.add(inner);
    if (isClosing) open.pop();
    if (kind === '{' || kind === '(' || kind === '<') open.push(start);
  }
  return broken;
}
