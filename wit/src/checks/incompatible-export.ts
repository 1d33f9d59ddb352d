import { code, list } from '@slight/text/words.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { Item, Path } from '../tree.ts';
import type { WitContext } from './check.ts';
import { problem } from '@slight/text/problem.ts';

/**
 * An export that needs two things at once: an interface that the world exports, and, by way of one that it does not
 * export, the same interface as it is imported (WIT.md, "Transitive imports and worlds").
 */
export function* incompatibleExport({ blocks, scopes }: WitContext): Iterable<WitProblem> {
  const budget = { left: maxSteps };
  for (const world of blocks) {
    if (world.kind !== 'world') continue;
    const found = new Elaboration(scopes, exportsOf(scopes, world), budget).conflict();
    if (!found) continue;
    const { root, through, needed } = found;
    const names = list(through.map((block) => code(block.name?.value ?? '')));
    const name = code(needed.name?.value ?? '');
    const [are, take] = through.length === 1 ? ['is', 'takes'] : ['are', 'take'];
    const message = `${code(root.name)} needs ${name} by way of ${names}, which ${are} not exported here and so ${take} the imported ${name}, though this world exports ${name}. Export ${names} as well.`;
    yield problem('incompatible-export', 'error', root.path.span, message);
  }
}

/** Interfaces that are looked at in one file: more than anyone has. */
const maxSteps = 50_000;

/** Interfaces that use one another: longer than anyone's chain, and far from the end of the stack. */
const maxDepth = 500;

interface Root {
  readonly name: string;
  readonly path: Pick<Path, 'span'>;
  readonly block: Block;
  /** True for an interface under its own name, which is the one that others take. */
  readonly byPath: boolean;
}

/** What a world exports, with what its includes export. */
function exportsOf(scopes: Scopes, world: Block): readonly Root[] {
  const found: Root[] = [];
  const seen = new Set<Block>([world]);
  const visit = (of: Block, from: Path | undefined): void => {
    for (const item of of.items) {
      if (item.kind === 'export') found.push(...rootOf(scopes, of, item, from));
      if (item.kind !== 'include') continue;
      const place = scopes.place(item.path, of.unit);
      if (place.kind !== 'found' || seen.has(place.block) || seen.size > maxDepth) continue;
      seen.add(place.block);
      visit(place.block, from ?? item.path);
    }
  };
  visit(world, undefined);
  return found;
}

function rootOf(
  scopes: Scopes,
  world: Block,
  { name, target }: Extract<Item, { kind: 'import' | 'export' }>,
  from: Path | undefined,
): readonly Root[] {
  if (target.kind === 'func') return [];
  if (target.kind === 'interface') {
    if (!name) return [];
    const block = scopes.block(target.items, 'interface', name, world.unit);
    return [{ name: name.value, path: from ?? name, block, byPath: false }];
  }
  const place = scopes.place(target.path, world.unit);
  if (place.kind !== 'found' || place.block.kind !== 'interface') return [];
  const said = name ?? target.path.name;
  return [{ name: said.value, path: from ?? target.path, block: place.block, byPath: !name }];
}

interface Conflict {
  readonly root: Root;
  readonly through: readonly Block[];
  readonly needed: Block;
}

/** Whose import something is: the export that needs it, and what is between them. */
interface Need {
  readonly root: Root;
  readonly through: readonly Block[];
}

/** Adds one export after the other with what it uses, as tools do that make a component of a world. */
class Elaboration {
  readonly #scopes: Scopes;
  readonly #roots: readonly Root[];
  readonly #budget: { left: number };
  readonly #exported: ReadonlyMap<Block, Root>;
  readonly #added = new Set<Block>();
  readonly #imported = new Map<Block, Need>();

  constructor(scopes: Scopes, roots: readonly Root[], budget: { left: number }) {
    this.#scopes = scopes;
    this.#roots = roots;
    this.#budget = budget;
    this.#exported = new Map(roots.filter(({ byPath }) => byPath).map((root) => [root.block, root]));
  }

  conflict(): Conflict | undefined {
    for (const root of this.#roots) {
      const found = this.#export(root, 0);
      if (found) return found;
    }
    return undefined;
  }

  #export(root: Root, depth: number): Conflict | undefined {
    const { block, byPath } = root;
    if ((byPath && this.#added.has(block)) || this.#isTooMuch(depth)) return undefined;
    if (byPath) this.#added.add(block);
    for (const used of this.#usedBy(block)) {
      const other = this.#exported.get(used);
      const found = other
        ? this.#export(other, depth + 1)
        : this.#import(used, { root, through: [used] }, depth + 1);
      if (found) return found;
    }
    const need = byPath ? this.#imported.get(block) : undefined;
    return need && { ...need, needed: block };
  }

  #import(block: Block, need: Need, depth: number): Conflict | undefined {
    if (this.#imported.has(block) || this.#isTooMuch(depth)) return undefined;
    this.#imported.set(block, { ...need, through: need.through.slice(0, -1) });
    for (const used of this.#usedBy(block)) {
      if (this.#exported.has(used) && this.#added.has(used)) return { ...need, needed: used };
      const found = this.#import(used, { ...need, through: [...need.through, used] }, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  #isTooMuch(depth: number): boolean {
    this.#budget.left -= 1;
    return this.#budget.left < 0 || depth > maxDepth;
  }

  #usedBy({ items, unit }: Block): readonly Block[] {
    return items.flatMap((item) => {
      if (item.kind !== 'use' || item.names === '*' || item.names.length === 0) return [];
      const place = this.#scopes.place(item.from, unit);
      return place.kind === 'found' && place.block.kind === 'interface' ? [place.block] : [];
    });
  }
}
