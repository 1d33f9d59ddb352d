/** `use { a, b as c } from d` and `use * from d`, as `use d.{a, b as c};`. */
import { spelled } from '../keywords.ts';
import { fileName } from '../packages.ts';
import type { Block } from '../scopes.ts';
import type { Use } from '../tree.ts';
import { declaredIn } from './declared.ts';
import type { Rewrite } from './rewrite.ts';

/** A type that another file has. */
interface Used {
  /** The interface that it comes from. */
  readonly from: string;
  readonly name: string;
  /** What it is called here. */
  readonly as: string;
}

/**
 * Writes a `use` anew. Of `*` the names remain that the file uses. A name that the other file has by a `*` itself is used
 * from where it is declared, because the other file may not need it, and so no longer have it.
 */
export function rewriteUse(rewrite: Rewrite, use: Use): void {
  const used = use.names === '*' ? starred(rewrite, use) : named(rewrite, use, use.names);
  const span = { start: use.span.start, end: rewrite.lastIn(use.span)?.end ?? use.span.end };
  const isBroken = rewrite.source.text.slice(span.start, span.end).includes('\n');
  const statements = [...Map.groupBy(used, ({ from }) => from)].map(([from, names]) => {
    const list = names.map(({ name, as }) =>
      name === as ? spelled(name) : `${spelled(name)} as ${spelled(as)}`,
    );
    return `use ${spelled(from)}.{${isBroken ? `\n${list.join(',\n')},` : list.join(', ')}};`;
  });
  rewrite.replace(span, statements.join('\n'));
}

function named(rewrite: Rewrite, { from }: Use, names: Exclude<Use['names'], '*'>): Used[] {
  const { scopes, block, renames, renamesOf } = rewrite.source;
  const place = scopes.place(from, block.unit);
  const declared = declaredIn(place.kind === 'found' ? place.block.items : []);
  return names.map(({ name, as = name }) => {
    const here = renames.get(as.value) ?? as.value;
    if (place.kind === 'found' && !declared.has(name.value)) {
      const origin = originOf(rewrite, place.block, name.value);
      if (origin) return { ...origin, as: here };
    }
    const there =
      place.kind === 'found' ? renamesOf(place.block.unit.source.file).get(name.value) : undefined;
    return { from: from.name.value, name: there ?? name.value, as: here };
  });
}

function starred(rewrite: Rewrite, { from }: Use): Used[] {
  const { scopes, block } = rewrite.source;
  const place = scopes.place(from, block.unit);
  if (place.kind !== 'found') {
    rewrite.isPossible = false;
    return [];
  }
  return [...rewrite.needed].flatMap((name) => {
    const origin = originOf(rewrite, place.block, name);
    if (!origin) return [];
    // the first that has a name gives it
    rewrite.needed.delete(name);
    return { ...origin, as: name };
  });
}

/** Where a name is declared that a file has from another one. */
function originOf(
  { source: { scopes, renamesOf } }: Rewrite,
  block: Block,
  name: string,
): Omit<Used, 'as'> | undefined {
  const meaning = scopes.named(block, name);
  if (meaning === undefined || meaning === 'unknown') return undefined;
  const { uri, file } = meaning.block.unit.source;
  const declared = meaning.item.name.value;
  return { from: fileName(uri), name: renamesOf(file).get(declared) ?? declared };
}
