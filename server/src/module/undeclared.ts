import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { capabilityInterface } from '@slight/slightfile/interfaces.ts';
import type { Span } from '@slight/text/span.ts';
import type { Declared } from './declared.ts';
import type { AppProblem, Guest } from './known.ts';

/**
 * The kinds of capability that all of the guests open by name, and that the slightfile declares none of. Each is told
 * once, of the first guest and its first interface of that kind.
 * @param called what goes before the guest's name: `The world `
 */
export function importsIn(
  guests: readonly Guest[],
  declared: Declared,
  span: Span,
  called = '',
): readonly AppProblem[] {
  const [first, ...others] = guests;
  if (!first || !declared.complete) return [];
  const opened = others.map(openedBy);
  return [...openedBy(first)]
    .filter(([kind]) => !declared.kinds.has(kind) && opened.every((other) => other.has(kind)))
    .map(([kind, imported]) => ({
      code: 'undeclared-import',
      severity: 'warning',
      span,
      unnecessary: false,
      message: `${called}${first.name} imports ${imported}, and this file declares no ${kind} capability, so the guest cannot open one. Add a [[capability]] for it.`,
      uri: first.uri,
      declare: kind,
    }));
}

/** The kinds that a guest opens by name, each with the first interface that does so. */
function openedBy({ imports }: Guest): ReadonlyMap<CapabilityKind, string> {
  const opened = new Map<CapabilityKind, string>();
  for (const name of imports) {
    const known = capabilityInterface(name);
    if (known?.opensByName && !opened.has(known.kind)) opened.set(known.kind, name);
  }
  return opened;
}
