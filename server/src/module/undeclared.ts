import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { capabilityInterface } from '@slight/slightfile/interfaces.ts';
import type { Span } from '@slight/text/span.ts';
import type { Declared } from './declared.ts';
import type { AppProblem, Guest } from './known.ts';
import { isRoutesInit } from './unused.ts';

/**
 * The kinds of capability that all of the guests need, and that the slightfile declares none of: those that they open by
 * name, HTTP, be it that they serve it or send requests, and messages that they handle. Each is told once, of the first guest and its first
 * interface of that kind.
 * @param called what goes before the guest's name: `The world `
 */
export function undeclaredIn(
  guests: readonly Guest[],
  declared: Declared,
  span: Span,
  called = '',
): readonly AppProblem[] {
  const [first, ...others] = guests;
  if (!first || !declared.complete) return [];
  const needed = others.map(neededBy);
  return [...neededBy(first)]
    .filter(([kind]) => !declared.kinds.has(kind) && needed.every((other) => other.has(kind)))
    .map(([kind, need]) => ({
      code: 'undeclared-import',
      severity: 'warning',
      span,
      unnecessary: false,
      message: `${called}${first.name} ${need}, and this file declares no ${kind} capability, so ${lost(kind, need)}. Add a [[capability]] for it.`,
      uri: first.uri,
      declare: kind,
    }));
}

function lost(kind: CapabilityKind, need: string): string {
  if (kind === 'http') return 'nothing is served';
  if (kind === 'messaging' && need.startsWith('exports ')) return 'it is called with no message';
  return kind === 'http-client' ? 'every request of the guest is refused' : 'the guest cannot open one';
}

/** The kinds that a guest needs, each with the first interface that says so: `imports kv`. */
function neededBy({ imports, exports }: Guest): ReadonlyMap<CapabilityKind, string> {
  const needed = new Map<CapabilityKind, string>();
  const add = (kind: CapabilityKind, need: string) => needed.has(kind) || needed.set(kind, need);
  for (const name of imports) {
    const known = capabilityInterface(name);
    // a component that imports another's handler serves nothing by it
    const isNeeded =
      known?.kind === 'http' ? !/^(?:cm32p2\|)?wasi:/.test(name) : known?.kind === 'http-client';
    if (known && (known.opensByName || isNeeded)) add(known.kind, `imports ${name}`);
  }
  for (const name of exports) {
    const kind = isRoutesInit(name) ? 'http' : capabilityInterface(name)?.kind;
    if (kind === 'http' || kind === 'messaging') add(kind, `exports ${name}`);
  }
  return needed;
}
