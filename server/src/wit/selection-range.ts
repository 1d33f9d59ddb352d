import { touches, type Span } from '@slight/text/span.ts';
import { lex } from '@slight/wit/lex.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { Item } from '@slight/wit/tree.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { growing } from '../lsp/growing.ts';

/**
 * Of each position, what a selection there grows to: a word or a comment, the member of a list, what is in the brackets
 * around it, with these, the item, the file.
 */
export function selectionRanges(
  source: WitSource,
  document: TextDocument,
  positions: readonly Position[],
): SelectionRange[] {
  const { text, file } = source;
  const known = [
    ...spansOfTokens(text),
    ...file.comments.map(({ span }) => span),
    ...spansOfItems(file.items),
  ];
  return positions.map((position) => {
    const offset = document.offsetAt(position);
    const spans = known.filter((span) => touches(span, offset));
    spans.sort((one, other) => other.end - other.start - (one.end - one.start));
    return growing({ document }, spans);
  });
}

/** A bracket that is open. */
interface Open {
  readonly start: number;
  /** Where what is in it begins. */
  inner: number | undefined;
  /** Where the member at hand begins. */
  member: number | undefined;
}

/** Words, the members of lists, what is in brackets, and the brackets. */
function spansOfTokens(text: string): Span[] {
  const spans: Span[] = [];
  const open: Open[] = [];
  let before = 0;
  for (const { kind, start, end } of lex(text).tokens) {
    const isClosing = kind === '}' || kind === ')' || kind === '>';
    const around = open.at(-1);
    if (around && (isClosing || kind === ',')) {
      if (around.member !== undefined) spans.push({ start: around.member, end: before });
      around.member = undefined;
    } else if (around) {
      around.inner ??= start;
      around.member ??= start;
    }
    if (isClosing && around) {
      open.pop();
      spans.push({ start: around.inner ?? before, end: before }, { start: around.start, end });
    }
    if (kind === '{' || kind === '(' || kind === '<')
      open.push({ start, inner: undefined, member: undefined });
    if (kind === 'id' || kind === 'number') spans.push({ start, end });
    before = end;
  }
  return spans;
}

function spansOfItems(items: readonly Item[]): Span[] {
  return items.flatMap((item) => [item.span, ...spansWithin(item)]);
}

function spansWithin(item: Item): Span[] {
  if ('items' in item) return spansOfItems(item.items);
  if ('target' in item && item.target.kind === 'interface') return spansOfItems(item.target.items);
  return item.kind === 'resource' ? spansOfItems(item.functions) : [];
}
