import { lineEndOf } from '../../line-ends.ts';
import type { Fix } from '../../problem.ts';
import type { PlacedGate } from '../gates.ts';
import { Gates } from '../gates.ts';
import type { WitProblem } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Func, Gate, Item, Name } from '../tree.ts';
import { isLater } from '../versions.ts';
import { typesIn, visitNames } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change, code, problem } from './check.ts';

/**
 * What needs something behind a gate, and is not behind one itself (WIT.md, "Rules for feature gate usage"): without the
 * feature, or in an earlier version, it would need what is not there.
 */
export function* missingGate({ blocks, scopes, legacy, source }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  const gates = new Gates(scopes);
  for (const block of blocks) {
    for (const need of needsIn(gates, block)) yield* unmet(source.text, block, need);
  }
}

/** A name, what needs it, and the gates that this and the name stand behind. */
interface Need {
  readonly name: Name;
  readonly by: Item | Func;
  readonly has: readonly Gate[];
  readonly wants: readonly PlacedGate[];
}

function* needsIn(gates: Gates, block: Block): Iterable<Need> {
  const around = gates.ofBlock(block).map(({ gate }) => gate);
  for (const item of block.items) {
    const has = [...item.gates, ...around];
    for (const [name, wants] of wantedBy(gates, block, item)) yield { name, by: item, has, wants };
    const functions: readonly Func[] = item.kind === 'resource' ? item.functions : [];
    for (const func of functions) {
      for (const [name, wants] of wantedBy(gates, block, func)) {
        yield { name, by: func, has: [...func.gates, ...has], wants };
      }
    }
  }
}

function wantedBy(
  gates: Gates,
  block: Block,
  item: Item,
): readonly (readonly [Name, readonly PlacedGate[]])[] {
  const { unit } = block;
  switch (item.kind) {
    case 'include':
      return [[item.path.name, gates.ofPath(item.path, unit)]];
    case 'use':
      return [
        [item.from.name, gates.ofPath(item.from, unit)],
        ...(item.names === '*' ? [] : item.names).map(
          ({ name }) => [name, gates.ofUsed(item, name, unit)] as const,
        ),
      ];
    case 'resource':
      return [];
    default: {
      const found: [Name, readonly PlacedGate[]][] = [];
      if ((item.kind === 'import' || item.kind === 'export') && item.target.kind === 'path') {
        found.push([item.target.path.name, gates.ofPath(item.target.path, unit)]);
      }
      for (const type of typesIn(item)) {
        visitNames(type, (name) => void found.push([name, gates.ofName(block, name.value)]));
      }
      return found;
    }
  }
}

/** One problem for what needs it, and for each gate. */
function* unmet(text: string, { unit }: Block, { name, by, has, wants }: Need): Iterable<WitProblem> {
  for (const { gate, unit: there } of wants) {
    const [argument] = gate.arguments;
    if (!argument || argument.value.value === '') continue;
    const { value } = argument.value;
    if (gate.name.value === 'unstable') {
      if (has.some((each) => says(each, 'unstable', value))) continue;
      const form = `@unstable(feature = ${value})`;
      const message = `${code(name.value)} is there only with the feature ${code(value)}. Write ${code(form)} before what needs it.`;
      yield problem('missing-gate', 'warning', name.span, message, [before(text, by, form)]);
    } else if (gate.name.value === 'since' && there.package.id === unit.package.id) {
      // what is not stable yet is in no version
      if (has.some((each) => each.name.value === 'unstable' || isSince(each, value))) continue;
      const form = `@since(version = ${value})`;
      const message = `${code(name.value)} is there only since version ${code(value)}. Write ${code(form)} before what needs it.`;
      yield problem('missing-gate', 'warning', name.span, message, [before(text, by, form)]);
    }
  }
}

function says({ name, arguments: [argument] }: Gate, gate: string, value: string): boolean {
  return name.value === gate && argument?.value.value === value;
}

function isSince({ name, arguments: [argument] }: Gate, version: string): boolean {
  return name.value === 'since' && argument !== undefined && !isLater(version, argument.value.value);
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
