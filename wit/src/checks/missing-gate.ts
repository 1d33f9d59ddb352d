import { lineEndOf } from '@slight/text/line-ends.ts';
import type { Fix } from '@slight/text/problem.ts';
import { Gates, isMet } from '../gates.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Func, Gate, Item, Name } from '../tree.ts';
import { typesIn, visitNames } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

/**
 * What needs something behind a gate, and is not behind one itself (WIT.md, "Rules for feature gate usage"): without the
 * feature, or in an earlier version, it would need what is not there.
 */
export function* missingGate(context: WitContext): Iterable<WitProblem> {
  if (context.legacy || !mayNeedGates(context)) return;
  const { blocks, scopes, source } = context;
  const gates = new Gates(scopes);
  for (const block of blocks) {
    for (const item of block.items) {
      yield* unmet(source.text, item, item.gates, neededBy(gates, block, item));
      if (item.kind !== 'resource') continue;
      for (const func of item.functions) {
        yield* unmet(source.text, func, [...func.gates, ...item.gates], neededBy(gates, block, func));
      }
    }
  }
}

/** True where the package, or one that the file has a path into, has gates; most have none. */
function mayNeedGates({ scopes, units, paths }: WitContext): boolean {
  const reached = paths.flatMap(({ place }) => (place.kind === 'found' ? place.block.unit : []));
  const sources = new Set(
    [...scopes.packages.own.units, ...units, ...reached].map(({ source }) => source.text),
  );
  return sources.values().some((text) => text.includes('@since') || text.includes('@unstable'));
}

/** A name, and the gates that it stands behind and the block does not. */
type Need = readonly [name: Name, wants: readonly Gate[]];

function neededBy(gates: Gates, block: Block, item: Item): readonly Need[] {
  const found: Need[] = [];
  const add = (name: Name, wants: readonly Gate[]): void => {
    if (wants.length > 0) found.push([name, wants]);
  };
  switch (item.kind) {
    case 'include':
      add(item.path.name, gates.ofPath(block, item.path));
      break;
    case 'use':
      add(item.from.name, gates.ofPath(block, item.from));
      for (const { name } of item.names === '*' ? [] : item.names) add(name, gates.ofUsed(block, item, name));
      break;
    case 'resource':
      break;
    default:
      if ((item.kind === 'import' || item.kind === 'export') && item.target.kind === 'path') {
        add(item.target.path.name, gates.ofPath(block, item.target.path));
      }
      for (const type of typesIn(item)) {
        visitNames(type, (name) => {
          add(name, gates.ofName(block, name.value));
        });
      }
  }
  return found;
}

/** One problem for each gate. */
function* unmet(
  text: string,
  by: Item | Func,
  has: readonly Gate[],
  needs: readonly Need[],
): Iterable<WitProblem> {
  for (const [name, wants] of needs) {
    for (const gate of wants) {
      if (isMet(gate, has)) continue;
      const value = gate.arguments[0]?.value.value ?? '';
      const isUnstable = gate.name.value === 'unstable';
      const form = isUnstable ? `@unstable(feature = ${value})` : `@since(version = ${value})`;
      const when = isUnstable ? `with the feature ${code(value)}` : `since version ${code(value)}`;
      const message = `${code(name.value)} is there only ${when}. Write ${code(form)} before what needs it.`;
      yield problem('missing-gate', 'warning', name.span, message, [before(text, by, form)]);
    }
  }
}

/** The gate on a line of its own before what needs it, or in the place of the one that it has. */
function before(text: string, { gates, span }: Item | Func, form: string): Fix | undefined {
  const since = gates.find(({ name }) => name.value === 'since');
  if (since) return change(since.span, form, `Change to \`${form}\``);
  if (gates.some(({ name }) => name.value === 'unstable')) return undefined;
  const margin = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const gap = margin.trim() === '' ? lineEndOf(text) + margin : ' ';
  return change({ start: span.start, end: span.start }, form + gap, `Add \`${form}\``);
}
