/**
 * Names that are most likely typos of others, where a wildcard serves whatever is opened: a typo too, as a store of its
 * own. A name is taken for one where it is opened once and another, a letter apart, more often, or is declared.
 */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { distance } from 'fastest-levenshtein';
import type { AppNames } from './app-names.ts';
import { isUnderstood } from './app-names.ts';
import { soughtOf } from './nearest.ts';

/** How many letters of a name differ from those of another. */
export type Distance = (one: string, other: string) => number;

/** What was most likely meant by a name of a kind that a wildcard serves. */
export type Meant = (name: string) => string | undefined;

export function typosOf(app: AppNames, kind: CapabilityKind, apart: Distance = distance): Meant {
  const opened = app.opened.get(kind);
  // what cannot be read may open it too
  if (!opened || !isUnderstood(app, kind)) return () => undefined;
  const declared = app.declared.get(kind);
  const rare: string[] = [];
  const often: string[] = [];
  for (const [name, uses] of opened) {
    if (declared?.has(name) === true) continue;
    if (uses.length > 1) often.push(name);
    else if (name.length >= 4) rare.push(name);
  }
  // the order in which sources were found says nothing
  const common = [...(declared?.keys() ?? [])].filter((name) => name !== '*').concat(often.sort());
  const isRare = new Set(rare);
  const isSought = soughtOf(rare, common.length);
  const made = new Map<string, string | undefined>();
  return (name) => {
    if (!isRare.has(name) || !isSought(name)) return undefined;
    if (!made.has(name))
      made.set(
        name,
        common.find((other) => isSlip(name, other, apart)),
      );
    return made.get(name);
  };
}

/** A letter too many, too few or wrong, or two exchanged; but no other number, and no plural. */
function isSlip(one: string, other: string, apart: Distance): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  const isFamily =
    withoutNumbers(one) === withoutNumbers(other) || `${one}s` === other || `${other}s` === one;
  return !isFamily && (isExchange(one, other) || apart(one, other) === 1);
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#');
}

function isExchange(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}
