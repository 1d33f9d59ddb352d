import type { WitProblem } from '../problem.ts';
import type { Unit } from '../packages.ts';
import type { Gate } from '../tree.ts';
import type { Gated } from '../walk.ts';
import { gatedIn } from '../walk.ts';
import type { WitContext } from './check.ts';
import { argumentOf, formOf, hasForm } from '../gate-forms.ts';
import { isLater, isVersion } from '../versions.ts';
import { change } from '../fixes.ts';
import { code } from '@slight/text/words.ts';
import { problem } from '@slight/text/problem.ts';

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
    const form = allowed ? otherForm(gate, unit) : undefined;
    if (form !== undefined) {
      const fix = change(gate.span, form);
      yield problem('bad-gate', 'error', gate.span, `${code(`@${value}`)} is written ${code(form)}.`, [fix]);
    } else {
      const message = !allowed
        ? `${code(`@${value}`)} stands before an interface, a world, or what is directly in one, and not here.`
        : seen.has(value)
          ? `One ${code(`@${value}`)} is enough.`
          : value === 'unstable' && has('since')
            ? 'What has been there `@since` a version is not `@unstable`. Keep one of the two.'
            : value === 'deprecated' && !has('since') && !has('unstable')
              ? '`@deprecated` stands beside a `@since` or an `@unstable`. Add one.'
              : versionFault(gate, unit);
      if (message !== undefined) yield problem('bad-gate', 'error', gate.span, message);
    }
    seen.add(value);
  }
}

/** How the gate should be written, where it is written otherwise. The parser has told of one that there is not. */
function otherForm(gate: Gate, { source, package: { version = '1.0.0' } }: Unit): string | undefined {
  if (argumentOf(gate.name.value) === undefined || hasForm(gate)) return undefined;
  const written = source.text.slice(gate.span.start, gate.span.end);
  // the parser has told of brackets that are not closed
  if (written.includes('(') && !written.endsWith(')')) return undefined;
  return formOf(gate, source.text, version);
}

function versionFault({ name, arguments: [argument] }: Gate, unit: Unit): string | undefined {
  const kind = argumentOf(name.value);
  if (!argument || kind === 'string') return undefined;
  const version = argument.value.value;
  if (kind === 'version' && !isVersion(version)) {
    return `${code(version)} is not a version: three numbers are, as in \`1.0.0\`.`;
  }
  const { id, version: own } = unit.package;
  if (kind === 'feature' || id === undefined) return undefined;
  if (own === undefined) {
    return `A package with ${code(`@${name.value}`)} needs a version of its own, as in ${code(`package ${id}@1.0.0;`)}.`;
  }
  if (name.value !== 'since' || !isLater(version, own)) return undefined;
  return `The package is only at version ${code(own)}, and this says that it came with ${code(version)}.`;
}
