import type { WitProblem } from '../problem.ts';
import { idOf } from '../packages.ts';
import type { Unit } from '../packages.ts';
import type { Block } from '../meaning.ts';
import { isType } from '../meaning.ts';
import type { Item, Name } from '../tree.ts';
import { signaturesOf } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/** Two things of one name in one place. What a world imports and exports is world-conflict's. */
export function* duplicateName(context: WitContext): Iterable<WitProblem> {
  const { blocks, units, legacy } = context;
  for (const block of blocks) {
    const inside = block.kind === 'legacy' ? legacyGroups(block) : [namesIn(block)];
    for (const names of block.kind === 'world' ? [] : inside) yield* twice(names, 'here', legacy);
    for (const item of block.items) yield* inItem(item, legacy);
    for (const { name, type, role } of signaturesOf(block)) {
      const self = role === 'method' && !legacy ? ['self'] : [];
      const where = `in the parameters of ${code(name.value)}`;
      yield* twice(
        type.params.map((param) => param.name),
        where,
        legacy,
        self,
      );
    }
  }
  if (legacy) return;
  for (const unit of units) yield* inUnit(context, unit);
  yield* packages(context);
}

function namesIn({ items }: Pick<Block, 'items'>): readonly Name[] {
  return items.flatMap((item) => {
    if (item.kind === 'use') return item.names === '*' ? [] : item.names.map(({ name, as }) => as ?? name);
    return item.kind === 'func' || isType(item) ? [item.name] : [];
  });
}

/** In the legacy syntax a function may have the name of a type. */
function legacyGroups({ items }: Block): readonly (readonly Name[])[] {
  const functions = items.filter((item) => item.kind === 'func');
  return [functions.map(({ name }) => name), namesIn({ items: items.filter(({ kind }) => kind !== 'func') })];
}

function* inItem(item: Item, legacy: boolean): Iterable<WitProblem> {
  if (!isType(item)) return;
  const where = `in ${code(item.name.value)}`;
  if (item.kind === 'record')
    yield* twice(
      item.fields.map(({ name }) => name),
      where,
      legacy,
    );
  else if (item.kind === 'variant')
    yield* twice(
      item.cases.map(({ name }) => name),
      where,
      legacy,
    );
  else if (item.kind === 'enum')
    yield* twice(
      item.cases.map(({ name }) => name),
      where,
      legacy,
    );
  else if (item.kind === 'flags')
    yield* twice(
      item.flags.map(({ name }) => name),
      where,
      legacy,
    );
  else if (item.kind === 'resource') {
    yield* twice(
      item.functions.map(({ name }) => name),
      where,
      legacy,
    );
  }
}

/** The names of interfaces, worlds and top-level `use`s; of the first two, those of other files of the package too. */
function* inUnit({ scopes }: WitContext, unit: Unit): Iterable<WitProblem> {
  const own = unit.items.flatMap((item) => {
    if (item.kind === 'interface' || item.kind === 'world') return [item.name];
    return item.kind === 'top-use' ? [item.as ?? item.path.name] : [];
  });
  yield* twice(own, 'in this file', true);
  if (unit.package.units.length === 1) return;
  const others = new Map<string, string>();
  for (const { source, items } of unit.package.units) {
    if (source.uri === scopes.source.uri) continue;
    for (const item of items) {
      if (item.kind === 'interface' || item.kind === 'world') others.set(item.name.value, source.uri);
    }
  }
  for (const item of unit.items) {
    if (item.kind !== 'interface' && item.kind !== 'world') continue;
    const uri = others.get(item.name.value);
    if (uri === undefined || item.name.value === '') continue;
    const message = `${code(uri.slice(uri.lastIndexOf('/') + 1))} has an interface or a world ${code(item.name.value)} too. Give one of the two another name.`;
    yield problem('duplicate-name', 'error', item.name.span, message);
  }
}

/** A package in braces that is the file's own, or is there twice. */
function* packages({ source, scopes }: WitContext): Iterable<WitProblem> {
  const { id = '', version = '' } = scopes.packages.own;
  const seen = new Set([`${id}@${version}`]);
  for (const item of source.file.items) {
    if (item.kind !== 'package' || item.name.name.value === '') continue;
    const name = `${idOf(item.name)}@${item.name.version?.value ?? ''}`;
    if (seen.has(name)) {
      const message = `The package ${code(idOf(item.name))} is in this file already. Put all of it in one place.`;
      yield problem('duplicate-name', 'error', item.name.span, message);
    }
    seen.add(name);
  }
}

/** In the component model names that differ in their case alone are the same. */
function* twice(
  names: readonly Name[],
  where: string,
  exact: boolean,
  taken: readonly string[] = [],
): Iterable<WitProblem> {
  const seen = new Set(taken);
  for (const { value, span } of names) {
    if (value === '') continue;
    const name = exact ? value : value.toLowerCase();
    if (seen.has(name)) {
      const message = `The name ${code(value)} is taken ${where} already. Give one of the two another name.`;
      yield problem('duplicate-name', 'error', span, message);
    }
    seen.add(name);
  }
}
