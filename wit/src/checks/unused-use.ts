import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import { isBroken } from '../meaning.ts';
import type { Use, UseName } from '../tree.ts';
import { pathsIn, typesIn, visitNames } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/**
 * A name that `use` brings into an interface and nothing in its package needs. In a world a `use` imports the
 * interface, and so is never in vain.
 */
export function* unusedUse(context: WitContext): Iterable<WitProblem> {
  const { blocks, scopes } = context;
  // what cannot be read may need it
  if (scopes.packages.own.units.some(({ source }) => isBroken(source))) return;
  let elsewhere: Elsewhere | undefined;
  for (const block of blocks) {
    if (block.kind === 'world') continue;
    const used = usedIn(block);
    for (const item of block.items) {
      if (item.kind !== 'use' || item.names === '*') continue;
      for (const each of item.names) {
        const { value, span } = each.as ?? each.name;
        if (value === '' || used.has(value)) continue;
        elsewhere ??= takenElsewhere(context);
        if (elsewhere.get(block)?.has(value) === true) continue;
        const message = `${code(value)} is not used here.`;
        yield problem('unused-use', 'hint', span, message, [
          removal(context.source.text, item, item.names, each),
        ]);
      }
    }
  }
  yield* topUses(context);
}

function* topUses({ units, source }: WitContext): Iterable<WitProblem> {
  for (const unit of units) {
    const used = new Set(
      pathsIn(unit).flatMap(({ path, topUse }) => (topUse || path.namespace ? [] : [path.name.value])),
    );
    for (const item of unit.items) {
      if (item.kind !== 'top-use') continue;
      const { value, span } = item.as ?? item.path.name;
      if (value === '' || used.has(value)) continue;
      const fix = {
        title: `Remove \`${value}\``,
        edits: [{ span: wholeLine(source.text, item.span), text: '' }],
      };
      yield problem('unused-use', 'hint', span, `${code(value)} is not used here.`, [fix]);
    }
  }
}

function usedIn({ items }: Block): ReadonlySet<string> {
  const used = new Set<string>();
  for (const item of items) {
    for (const type of typesIn(item)) visitNames(type, ({ value }) => void used.add(value));
  }
  return used;
}

/** What other interfaces of the package, in whatever file, take from a block. */
type Elsewhere = ReadonlyMap<Block, ReadonlySet<string>>;

function takenElsewhere({ scopes, units }: WitContext): Elsewhere {
  const taken = new Map<Block, Set<string>>();
  const take = (use: Use, unit: (typeof units)[number]): void => {
    const place = scopes.place(use.from, unit);
    if (place.kind !== 'found') return;
    const names = taken.get(place.block) ?? new Set<string>();
    taken.set(place.block, names);
    if (use.names === '*') for (const name of scopes.namesIn(place.block)) names.add(name);
    else for (const { name } of use.names) names.add(name.value);
  };
  for (const unit of new Set([...scopes.packages.own.units, ...units])) {
    for (const item of unit.items) {
      if (item.kind === 'use') take(item, unit);
      if (item.kind !== 'interface' && item.kind !== 'world') continue;
      for (const inner of item.items) if (inner.kind === 'use') take(inner, unit);
    }
  }
  return taken;
}

/** Takes out the name with its comma, or the whole `use` where it is the only one. */
function removal(text: string, use: Use, names: readonly UseName[], each: UseName): Fix {
  const title = `Remove \`${(each.as ?? each.name).value}\``;
  if (names.length === 1) return { title, edits: [{ span: wholeLine(text, use.span), text: '' }] };
  const start = each.name.span.start;
  const { end } = (each.as ?? each.name).span;
  const after = /^\s*,\s*/.exec(text.slice(end, end + 200));
  const isLast = each === names.at(-1);
  if (after && !isLast) return { title, edits: [{ span: { start, end: end + after[0].length }, text: '' }] };
  const before = /\s*,\s*$/.exec(text.slice(Math.max(0, start - 200), start));
  return { title, edits: [{ span: { start: start - (before?.[0].length ?? 0), end }, text: '' }] };
}

/** A statement, with its line where nothing else stands in it. */
function wholeLine(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const after = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end, end + 200));
  if (text.slice(lineStart, start).trim() !== '' || !after) return { start, end };
  return { start: lineStart, end: end + after[0].length };
}
