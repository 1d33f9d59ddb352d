import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { list } from '@slight/text/words.ts';
import { capabilityOf } from '@slight/slightfile/interfaces.ts';
import type { Declared } from './declared.ts';
import type { AppProblem, Guest } from './known.ts';

/**
 * The capabilities that no guest can use: none imports or exports an interface of their kind.
 * @param called what goes before the guests' names: `The worlds `
 */
export function unusedBy(
  guests: readonly Guest[],
  { resources }: Declared,
  called = '',
): readonly AppProblem[] {
  const [first] = guests;
  if (!first) return [];
  const used = new Set(guests.flatMap(kindsOf));
  const subject = `${called}${named(guests)} ${guests.length === 1 ? 'has' : 'have'}`;
  return resources
    .filter(({ kind }) => !used.has(kind))
    .map(({ kind, text }) => ({
      code: 'unused-capability',
      severity: 'hint',
      span: text.span,
      unnecessary: true,
      message: `${subject} no ${kind} interface, so nothing uses this capability.`,
      uri: first.uri,
    }));
}

function kindsOf({ imports, exports }: Guest): readonly CapabilityKind[] {
  const kinds = [...imports, ...exports].map(capabilityOf).filter((kind) => kind !== undefined);
  return exports.some(isRoutesInit) ? [...kinds, 'http'] : kinds;
}

/** True of what a guest that serves by routes sets them up in. */
export function isRoutesInit(name: string): boolean {
  return /^on[-_]server[-_]init$/.test(name);
}

/** As many names as one reads, and how many more there are. */
function named(guests: readonly Guest[]): string {
  const names = guests.slice(0, 3).map(({ name }) => name);
  return list(guests.length > 3 ? [...names, `${guests.length - 3} more`] : names);
}
