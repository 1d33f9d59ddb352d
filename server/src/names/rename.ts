/** Renames a capability everywhere: in the slightfiles that declare it, and in the sources that open it. */
import { spellingOf } from '@slight/slightfile/catalogue.ts';
import { list, quote } from '@slight/text/words.ts';
import type { Position, Range } from 'vscode-languageserver-types';
import { nameOf } from '../lsp/uri.ts';
import type { AppNames, CapabilityName } from './app-names.ts';
import { usesOf } from './app-names.ts';
import { otherName } from './other-name.ts';
import { nameAt } from './places.ts';
import { nounOf } from './words.ts';

export interface Renaming {
  /** The former name. */
  readonly from: string;
  /** By URI; each replaces what is between the quotes of a name. */
  readonly edits: ReadonlyMap<string, readonly { readonly range: Range; readonly text: string }[]>;
}

/** Why a name cannot be what it was to become: one sentence, for the person. */
export interface Refusal {
  readonly refusal: string;
}

/** The name at a position, to be typed over. Undefined where there is none, or it is a wildcard. */
export function prepareRename(
  app: AppNames,
  uri: string,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const found = nameAt(app, uri, position);
  if (!found || found.name.name === '*') return undefined;
  return { range: found.place.inner, placeholder: found.name.name };
}

/** The edits that give the name at a position another; undefined where there is none. */
export function rename(
  app: AppNames,
  uri: string,
  position: Position,
  to: string,
): Renaming | Refusal | undefined {
  const found = nameAt(app, uri, position);
  if (!found || found.name.name === '*') return undefined;
  const refusal = refusalOf(app, found.name, to);
  if (refusal !== undefined) return { refusal };
  const edits = new Map<string, { range: Range; text: string }[]>();
  const add = (of: string, ...all: readonly { range: Range; text: string }[]): void => {
    const known = edits.get(of);
    if (known) known.push(...all);
    else edits.set(of, [...all]);
  };
  const { kind, name } = found.name;
  for (const { uri: of, place } of app.declared.get(kind)?.get(name) ?? []) {
    if (place) add(of, { range: place.inner, text: to });
  }
  for (const use of usesOf(app, found.name)) {
    const all = otherName(use.name, to);
    if (!all) return { refusal: whyFixed(use.uri, name) };
    add(use.uri, ...all);
  }
  // a constant that two calls name stands once
  for (const [of, places] of edits) edits.set(of, distinct(places));
  return { from: name, edits };
}

function whyFixed(uri: string, name: string): string {
  return `${nameOf(uri)} gives the length of ${quote(name)} in a way that Slight cannot follow, and it would not fit the new name. Write it as a number or as strlen(${quote(name)}) there, and rename again.`;
}

/**
 * What a rename cannot reach, in one sentence for the person: sources in languages that nobody reads here may open the
 * name too. Undefined where there are none.
 */
export function unreached({ unread }: AppNames, from: string): string | undefined {
  const [first = '', ...others] = unread.map(nameOf);
  if (unread.length === 0) return undefined;
  const files =
    others.length < 2 ? list([first, ...others]) : list([first, `${others.length} other sources`]);
  return `${files} may open ${quote(from)} too, and Slight does not read ${unread.length === 1 ? 'its language' : 'their languages'}: look there yourself.`;
}

/** Why a capability cannot have another name; undefined where it can. */
export function refusalOf(app: AppNames, { kind, name }: CapabilityName, to: string): string | undefined {
  if (to === '') return 'A capability needs a name. Type the name that the app opens.';
  if (to === name) return undefined;
  if (to === '*')
    return '"*" serves whatever the app opens, and is no name. Change it in the slightfile if that is meant.';
  if (needsEscape(to))
    return 'A name has no quotes, braces, backslashes or line breaks: sources in other languages could not write it.';
  const spelling = spellingOf(to);
  if (spelling !== undefined && spelling !== 'gone')
    return `${quote(to)} is the name of a resource, and slight would take the capability for one of the 0.1 format. Choose another name.`;
  if (app.declared.get(kind)?.has(to))
    return `There is a ${nounOf(kind)} ${quote(to)} already. Choose another name.`;
  return undefined;
}

/**
 * Escapes differ between the languages, so a name that needs none is asked for; braces begin what is put into a string.
 */
export function needsEscape(name: string): boolean {
  return /["'`{}\\\p{Cc}]/u.test(name);
}

/** Each place once. */
export function distinct<T extends { readonly range: Range }>(places: readonly T[]): T[] {
  return [...new Map(places.map((place) => [JSON.stringify(place.range), place])).values()];
}
