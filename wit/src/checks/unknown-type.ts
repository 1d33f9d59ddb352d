import { code, didYouMean, isSure } from '@slight/text/words.ts';
import { lineEndOf } from '@slight/text/line-ends.ts';
import type { Fix } from '@slight/text/problem.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import { isType } from '../meaning.ts';
import type { Name } from '../tree.ts';
import { primitives } from '../tree.ts';
import { bracketTypeNamed, plainTypeMeant, withArguments } from '../meant-types.ts';
import { typesIn, visitNames } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change, rename } from '../fixes.ts';
import { problem } from '@slight/text/problem.ts';
import { spelled } from '../keywords.ts';

/** The name of a type that nothing declares, or that a function has. */
export function* unknownType(context: WitContext): Iterable<WitProblem> {
  let elsewhere: Elsewhere | undefined;
  for (const block of context.blocks) {
    for (const name of typeNames(block)) {
      const meaning = context.scopes.named(block, name.value);
      if (meaning === undefined) {
        elsewhere ??= elsewhereIn(context);
        yield unknown(context, block, name, elsewhere);
      } else if (meaning !== 'unknown' && meaning.item.kind === 'func') {
        const message = `${code(name.value)} is a function, not a type.`;
        yield problem('unknown-type', 'error', name.span, message);
      }
    }
  }
}

function typeNames({ items }: Block): readonly Name[] {
  const found: Name[] = [];
  for (const item of items) {
    for (const type of typesIn(item)) {
      visitNames(type, (name) => {
        if (name.value !== '') found.push(name);
      });
    }
  }
  return found;
}

/** Those of the language that somebody may have meant. */
const common: readonly string[] = primitives.filter((name) => name !== 'unit' && name !== 'error-context');

function unknown(context: WitContext, block: Block, name: Name, elsewhere: Elsewhere): WitProblem {
  const there = elsewhere.get(name.value) ?? [];
  const [hint, fix] = there.length > 0 ? [declaredIn(there)] : meantBy(context, block, name);
  return problem('unknown-type', 'error', name.span, `No type is called ${code(name.value)} here.${hint}`, [
    fix,
    ...there.map((each) => addUse(context, block, each, name.value)),
  ]);
}

function declaredIn(interfaces: readonly string[]): string {
  const places = interfaces.map((each) => code(each)).join(' and ');
  return ` It is declared in ${places}: bring it in with \`use\`.`;
}

/** What is said of a name that is declared nowhere, and what puts it right. */
function meantBy(
  { scopes, suggest }: WitContext,
  block: Block,
  name: Name,
): readonly [said: string, fix?: Fix | undefined] {
  const { value, span } = name;
  const meant = plainTypeMeant(value);
  if (meant?.name === value) {
    return [` The type of WIT is written without \`%\`.`, change(span, value)];
  }
  if (meant) return [didYouMean(meant.name, code), change(span, meant.name, undefined, meant.sure)];
  const other = bracketTypeNamed(value);
  if (other !== undefined) return [didYouMean(withArguments.includes(other) ? `${other}<…>` : other, code)];
  const suggestion = suggest(value, () => [...scopes.namesIn(block), ...common]);
  const isPlain = common.some((primitive) => primitive === suggestion);
  if (!isPlain || suggestion === undefined) return [didYouMean(suggestion, code), rename(name, suggestion)];
  return [didYouMean(suggestion, code), change(span, suggestion, undefined, isSure(value, suggestion))];
}

/** The interfaces of the package that declare a type, by its name. */
type Elsewhere = ReadonlyMap<string, readonly string[]>;

function elsewhereIn({ scopes, units, legacy }: WitContext): Elsewhere {
  const found = new Map<string, string[]>();
  const [own] = units;
  if (legacy || !own) return found;
  for (const [name, { item }] of scopes.items(own.package)) {
    if (item.kind !== 'interface') continue;
    for (const each of item.items) {
      if (isType(each)) found.set(each.name.value, [...(found.get(each.name.value) ?? []), name]);
    }
  }
  return found;
}

/** `use other.{name};` as the first line of the block. */
function addUse({ source }: WitContext, { items, name }: Block, from: string, type: string): Fix | undefined {
  const open = name ? source.text.indexOf('{', name.span.end) : -1;
  const [first] = items;
  if (open === -1 || !first) return undefined;
  const lineStart = source.text.lastIndexOf('\n', first.span.start - 1) + 1;
  const before = source.text.slice(lineStart, first.span.start);
  const line = `use ${spelled(from)}.{${spelled(type)}};`;
  const text = before.trim() === '' ? `${lineEndOf(source.text)}${before}${line}` : ` ${line}`;
  const at = { start: open + 1, end: open + 1 };
  return { title: `Use it from \`${from}\``, edits: [{ span: at, text }] };
}
