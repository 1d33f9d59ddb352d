/** What a world imports and exports under names, with what it includes. */
import type { Block, WorldName, WorldNames } from './meaning.ts';
import { isType, targetOf } from './meaning.ts';
import type { Scopes } from './scopes.ts';
import type { Include, Item, Name } from './tree.ts';

/** Includes within includes: more than anyone writes. */
const maxDepth = 20;

/** Names in one world: more than anyone writes, and few enough that worlds which include one another stay quick. */
const maxNames = 10_000;

/** The names of a world. An include that leads to the world itself gives none. */
export function worldNames(scopes: Scopes, world: Block): WorldNames {
  const known = scopes.worlds.get(world);
  if (known) return known;
  const names = collect(scopes, world, new Map(), 0);
  scopes.worlds.set(world, names);
  return names;
}

function collect(
  scopes: Scopes,
  world: Block,
  known: Map<Block, WorldNames | undefined>,
  depth: number,
): WorldNames {
  const done = known.get(world);
  if (done) return done;
  if (known.has(world) || depth >= maxDepth) return worldNamesOf([], false);
  known.set(world, undefined);
  const names: WorldName[] = [];
  let complete = true;
  for (const item of world.items) {
    if (item.kind !== 'include') {
      names.push(...namesOfItem(scopes, world, item));
      continue;
    }
    const place = scopes.place(item.path, world.unit);
    if (place.kind !== 'found' || place.block.kind !== 'world') complete = false;
    else {
      const included = collect(scopes, place.block, known, depth + 1);
      for (const each of included.names) names.push(renamed(world, each, item));
      complete &&= included.complete;
    }
    if (names.length > maxNames) return worldNamesOf(names, false);
  }
  const result = worldNamesOf(names, complete);
  known.set(world, result);
  return result;
}

function worldNamesOf(names: readonly WorldName[], complete: boolean): WorldNames {
  let byName: Map<string, WorldName> | undefined;
  return {
    names,
    complete,
    find: (name) => {
      // the first of a name counts
      byName ??= new Map(names.toReversed().map((each) => [each.value, each]));
      return byName.get(name);
    },
  };
}

function renamed(world: Block, each: WorldName, include: Include): WorldName {
  const as = include.with.find(({ name }) => name.value === each.value)?.as;
  const from = include.path.name;
  if (!as || as.value === '') return { ...each, from };
  const kind = each.target.kind;
  return { ...each, from, value: as.value, target: targetOf(world.unit.source, as, kind) };
}

function namesOfItem(scopes: Scopes, world: Block, item: Item): readonly WorldName[] {
  const named = (name: Name, kind: WorldName['kind'], direction: WorldName['direction']): WorldName => ({
    value: name.value,
    direction,
    kind,
    target: targetOf(world.unit.source, name, kind),
    from: name,
  });
  if (item.kind === 'use' && item.names !== '*') {
    return item.names.map(({ name, as = name }) => {
      const meaning = scopes.named(world, as.value);
      const kind = typeof meaning === 'object' && meaning.item.kind === 'resource' ? 'resource' : 'type';
      const made = named(as, kind, 'import');
      return typeof meaning === 'object' ? { ...made, target: meaning.target } : made;
    });
  }
  if (isType(item)) return [named(item.name, item.kind === 'resource' ? 'resource' : 'type', 'import')];
  if ((item.kind !== 'import' && item.kind !== 'export') || !item.name) return [];
  return [named(item.name, item.target.kind === 'func' ? 'func' : 'interface', item.kind)];
}
