/** Renames a handler everywhere: in the routes that name it, and in its functions, each in its language's spelling. */
import { quote } from '@slight/text/words.ts';
import type { Position, Range } from 'vscode-languageserver-types';
import { nameOf } from '../lsp/uri.ts';
import { otherName } from '../names/other-name.ts';
import { distinct } from '../names/rename.ts';
import type { Refusal, Renaming } from '../names/rename.ts';
import { languageOf } from '../sources/language.ts';
import type { GuestLanguage } from '../sources/reading.ts';
import type { AppHandler, AppRoutes } from './app-routes.ts';
import { namesakes } from './namesakes.ts';
import { handlerAt, nameIn } from './places.ts';
import { isKeyword, isReservedExport } from './reserved.ts';
import { exportTyped, spelledAs, spelledLike } from './spelling.ts';

/** The name at a position, to be typed over. Undefined where there is none. */
export function prepareRename(
  app: AppRoutes,
  uri: string,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const found = handlerAt(app, uri, position);
  return found && { range: found.range, placeholder: found.written };
}

/** What a function is called in its source, before and after. */
export interface Word {
  readonly uri: string;
  readonly language: GuestLanguage;
  /** Where it is declared: all of its name, of which this is the end. */
  readonly name: Range;
  readonly from: string;
  readonly to: string;
}

export interface HandlerRenaming extends Renaming {
  /** The names of the export, before and after. */
  readonly exported: { readonly from: string; readonly to: string };
  /** The sources that have it, and those files besides that go with them. */
  readonly files: ReadonlySet<string>;
  /** The functions that get another name. */
  readonly declared: readonly Word[];
}

/** What has the name that is to become another, and where. */
export interface Named {
  readonly exported: string;
  /** As it stands there. */
  readonly written: string;
  readonly uri: string;
  /** Other files that say the name, as WIT. */
  readonly besides?: readonly string[];
}

/** The handler at a position of a source, by its name; undefined where there is none. */
export function named(app: AppRoutes, uri: string, position: Position): Named | undefined {
  const found = handlerAt(app, uri, position);
  return found && { exported: found.exported, written: found.written, uri };
}

/** The edits that give the handler at a position another name, in its sources; undefined where there is none. */
export function rename(
  app: AppRoutes,
  uri: string,
  position: Position,
  typed: string,
): HandlerRenaming | Refusal | undefined {
  const found = named(app, uri, position);
  return found && renaming(app, found, typed);
}

/** The same of a handler that is known by its name. */
export function renaming(
  app: AppRoutes,
  { exported: from, written, uri, besides = [] }: Named,
  typed: string,
): HandlerRenaming | Refusal {
  const { handlers: all, routes, files } = namesakes(app, from, uri, besides);
  const handlers = all.filter((one) => !isHandedOn(one, all));
  const refusal = whyUnsure(handlers, written);
  if (refusal !== undefined) return { refusal };
  const isCamel = handlers.some(({ places }) =>
    places.some(({ as }) => as === 'camel' || as === 'shorthand'),
  );
  const to = exportTyped(typed, isCamel);
  if (to === undefined)
    return {
      refusal: `A handler's name has letters and digits, and _ or - between its words: ${quote('handle_hello')}. Type such a name.`,
    };
  if (to !== from && isReservedExport(to))
    return { refusal: `${quote(typed.trim())} is an export that handles no route. Choose another name.` };
  if (to !== from && isTaken(app, to, files))
    return { refusal: `There is a handler ${quote(to)} already. Choose another name.` };
  const declared: Word[] = [];
  for (const { uri: of, places, name, isPrefixed = false } of to === from ? [] : handlers) {
    const as = places.find((place) => place.as === 'snake' || place.as === 'camel')?.as;
    const language = languageOf(of);
    if (as === undefined || language === undefined) continue;
    const word = spelledAs(to, as);
    if (!isPrefixed && isKeyword(word, language))
      return { refusal: `${quote(word)} is a word of the language of ${nameOf(of)}. Choose another name.` };
    declared.push({ uri: of, language, name, from: spelledAs(from, as), to: word });
  }
  const edits = new Map<string, { range: Range; text: string }[]>();
  const add = (of: string, more: readonly { range: Range; text: string }[]): void => {
    edits.set(of, distinct([...(edits.get(of) ?? []), ...more]));
  };
  for (const { uri: of, handler } of routes) {
    const all = otherName(handler, spelledLike(to, handler.value));
    if (!all)
      return {
        refusal: `${nameOf(of)} gives the length of ${quote(handler.value)} in a way that Slight cannot follow, and it would not fit the new name. Write it as a number there, and rename again.`,
      };
    add(of, all);
  }
  for (const handler of handlers) add(handler.uri, editsOf(handler, from, to));
  return { from: written, exported: { from, to }, declared, files, edits };
}

/** True of a function that another source hands on by its name, which it keeps where it is. */
function isHandedOn({ uri }: AppHandler, all: readonly AppHandler[]): boolean {
  const hands = (one: AppHandler): boolean => one.places.some(({ as }) => as === 'shorthand');
  return (
    all.some((one) => one.uri !== uri && hands(one)) && !all.some((one) => one.uri === uri && hands(one))
  );
}

/** True where a guest that these files are of has something of the name already. */
function isTaken(app: AppRoutes, exported: string, files: ReadonlySet<string>): boolean {
  return files.values().some((uri) => {
    const { handlers, routes } = namesakes(app, exported, uri);
    return handlers.length + routes.length > 0;
  });
}

/** Why a rename could leave code behind that means nothing; undefined where it cannot. */
function whyUnsure(handlers: readonly AppHandler[], written: string): string | undefined {
  if (handlers.length === 0)
    return `Slight does not find the function of the handler ${quote(written)}, so a rename would change only what names it. Rename the function in its source, and then each route.`;
  const unsure = handlers.find(({ isUnsure = false }) => isUnsure);
  if (!unsure) return undefined;
  return `${nameOf(unsure.uri)} has other things that may be called ${quote(written)}, and Slight cannot tell which of them are the handler. Rename the function with its language's own extension, and then each route.`;
}

function editsOf(handler: AppHandler, from: string, to: string): readonly { range: Range; text: string }[] {
  return handler.places.map(({ range, as }) => {
    const { start, end } = nameIn(range, spelledAs(from, as), handler);
    const text = spelledAs(to, as);
    // what it is called where it comes from stays
    return as === 'shorthand'
      ? { range: { start: end, end }, text: ` as ${text}` }
      : { range: { start, end }, text };
  });
}
