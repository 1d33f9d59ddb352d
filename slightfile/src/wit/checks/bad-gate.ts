import type { WitProblem } from '../problem.ts';
import type { Unit } from '../packages.ts';
import type { Gate } from '../tree.ts';
import type { Gated } from '../walk.ts';
import { gatedIn } from '../walk.ts';
import type { WitContext } from './check.ts';
import { code, problem } from './check.ts';

/** `@since`, `@unstable` or `@deprecated` where it cannot be, or without what it needs (WIT.md, "Feature gates"). */
export function* badGate({ units, legacy }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  for (const unit of units) {
    for (const gated of gatedIn(unit.items)) yield* inItem(gated, unit);
  }
}

function* inItem({ gates, allowed }: Gated, unit: Unit): Iterable<WitProblem> {
  const has = (name: string): boolean => gates.some((gate) => gate.name.value === name);
  const seen = new Set<string>();
  for (const gate of gates) {
    const { value } = gate.name;
    const message = !allowed
      ? 'A gate stands before an interface, a world, or what is directly in one, and not here.'
      : seen.has(value)
        ? `One ${code(`@${value}`)} is enough.`
        : value === 'unstable' && has('since')
          ? 'What has been stable since a version is not unstable. Keep one of the two gates.'
          : value === 'deprecated' && !has('since') && !has('unstable')
            ? '`@deprecated` stands beside a `@since` or an `@unstable`. Add one.'
            : argumentFault(gate, unit);
    seen.add(value);
    if (message !== undefined) yield problem('bad-gate', 'error', gate.span, message);
  }
}

const argumentOf: ReadonlyMap<string, string> = new Map([
  ['since', 'version'],
  ['unstable', 'feature'],
  ['deprecated', 'version'],
]);

function argumentFault({ name, arguments: given }: Gate, unit: Unit): string | undefined {
  const wanted = argumentOf.get(name.value);
  // the parser has said that there is no such gate
  if (wanted === undefined) return undefined;
  const [first] = given;
  const example = wanted === 'version' ? 'version = 1.0.0' : 'feature = name';
  if (first?.key.value !== wanted || given.length > 1) {
    return `${code(`@${name.value}`)} is written ${code(`@${name.value}(${example})`)}.`;
  }
  if (wanted === 'feature' || first.value.value === '') return undefined;
  return versionFault(name.value, first.value.value, unit);
}

function versionFault(gate: string, version: string, unit: Unit): string | undefined {
  const numbers = numbersOf(version);
  if (!numbers) return `${code(version)} is not a version: three numbers are, as in \`1.0.0\`.`;
  if (unit.package.id === undefined) return undefined;
  const own = unit.package.version;
  if (own === undefined) return `A package with ${code(`@${gate}`)} needs a version of its own.`;
  const current = numbersOf(own);
  if (gate !== 'since' || !current || compare(numbers, current) <= 0) return undefined;
  return `The package is only at version ${code(own)}, and this says that it came with ${code(version)}.`;
}

/** The three numbers of a version, pre-release and build left out. */
function numbersOf(version: string): readonly number[] | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)(?:[-+]|$)/.exec(version);
  return found?.slice(1).map(Number);
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, part] of one.entries()) {
    const difference = part - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
