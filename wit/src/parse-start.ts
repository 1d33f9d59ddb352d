/** What every item has before and after it: documentation, gates, the semicolon. */
import type { Cursor } from './cursor.ts';
import { argumentOf } from './gate-forms.ts';
import { keywords } from './keywords.ts';
import type { Gate, Name } from './tree.ts';

export interface ItemStart {
  readonly at: number;
  readonly base: { readonly docs?: string; readonly gates: readonly Gate[] };
}

/** The documentation and the gates before an item. */
export function parseStart(cursor: Cursor): ItemStart {
  const docs = cursor.docs();
  const at = cursor.peek().start;
  cursor.itemStart = at;
  const gates: Gate[] = [];
  while (cursor.at('@')) gates.push(parseGate(cursor));
  return { at, base: { ...(docs !== undefined && { docs }), gates } };
}

/** `@since(version = 0.2.0)`, `@external-id("a/b")`. */
function parseGate(cursor: Cursor): Gate {
  const start = cursor.next().start;
  const name = cursor.name('a gate');
  const args: { key: Name; value: Name }[] = [];
  let string: Name | undefined;
  let misshapen = false;
  if (cursor.eat('(')) {
    if (cursor.at('string')) string = cursor.word();
    else
      while (cursor.at('id') && cursor.at('=', 1) && (cursor.at('id', 2) || cursor.at('number', 2))) {
        const key = cursor.name("a gate's argument");
        cursor.next();
        const value = cursor.at('id') ? cursor.name('a feature') : cursor.number('The version');
        args.push({ key, value });
        if (!cursor.at(',') || cursor.at(')', 1)) break;
        cursor.next();
      }
    misshapen = skipToBracket(cursor);
    cursor.expect(')', `The brackets of \`@${name.value}\` are not closed`);
  }
  if (name.value !== '' && argumentOf(name.value) === undefined) {
    cursor.fault(
      name.span,
      `\`@${name.value}\` means nothing in WIT: \`@since\`, \`@unstable\`, \`@deprecated\` and \`@external-id\` do.`,
    );
  }
  const span = cursor.since(start);
  return { name, arguments: args, ...(string && { string }), ...(misshapen && { misshapen }), span };
}

/** Skips what stands before the `)`, where that comes before anything else that the text is divided by. */
function skipToBracket(cursor: Cursor): boolean {
  let ahead = 0;
  while (!cursor.at(')', ahead)) {
    if (['end', '(', '{', '}', ';', '@'].includes(cursor.peek(ahead).kind)) return false;
    ahead += 1;
  }
  for (let left = ahead; left > 0; left -= 1) cursor.next();
  return ahead > 0;
}

/** The `;` after an item: it must be there in the component syntax, and may in the legacy one. */
export function endStatement(cursor: Cursor): void {
  if (cursor.eat(';') || cursor.syntax === 'legacy') return;
  const replacement = mayHaveEnded(cursor) ? ';' : undefined;
  cursor.fault(cursor.missing(), `A \`;\` is missing: ${cursor.describe()} is here instead.`, replacement);
}

/** True where what follows is none of the item's: what ends a block, or the next item. */
function mayHaveEnded(cursor: Cursor): boolean {
  if (cursor.at('}') || cursor.at('end')) return true;
  if (cursor.at('@')) return cursor.at('id', 1);
  const isNewLine = cursor.text.slice(cursor.missing().end, cursor.peek().start).includes('\n');
  const isItem = cursor.at(':', 1) || keywords.has(cursor.source(cursor.peek()));
  return cursor.at('id') && (isNewLine || isItem);
}
