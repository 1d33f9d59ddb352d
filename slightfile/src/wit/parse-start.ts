/** What every item has before and after it: documentation, gates, the semicolon. */
import type { Cursor } from './cursor.ts';
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

/** `@since(version = 0.2.0)`. */
function parseGate(cursor: Cursor): Gate {
  const start = cursor.next().start;
  const name = cursor.name('a gate');
  const args: { key: Name; value: Name }[] = [];
  if (cursor.eat('(')) {
    while (cursor.at('id')) {
      const key = cursor.name("a gate's argument");
      cursor.expect('=', `The argument \`${key.value}\` has a value`);
      const value = cursor.at('id')
        ? cursor.name('a feature')
        : cursor.number(`The value of \`${key.value}\``);
      args.push({ key, value });
      if (!cursor.eat(',')) break;
    }
    cursor.expect(')', `The gate \`@${name.value}\` is not closed`);
  }
  if (name.value !== '' && !['since', 'unstable', 'deprecated'].includes(name.value)) {
    cursor.fault(
      name.span,
      `No gate is called \`@${name.value}\`: \`@since\`, \`@unstable\` and \`@deprecated\` are.`,
    );
  }
  return { name, arguments: args, span: cursor.since(start) };
}

/** The `;` after an item: it must be there in the component syntax, and may in the legacy one. */
export function endStatement(cursor: Cursor): void {
  if (cursor.eat(';') || cursor.syntax === 'legacy') return;
  cursor.fault(cursor.missing(), `A \`;\` is missing: ${cursor.describe()} is here instead.`, ';');
}
