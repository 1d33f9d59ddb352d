/** How each language spells the name of a handler. */
import type { GuestLanguage } from '../sources/reading.ts';
import { exportOf } from '../sources/routes/reading.ts';
import type { HandlerPlace } from '../sources/routes/reading.ts';

/**
 * The name of an export where its function says it.
 * @param exported `handle-hello`
 */
export function spelledAs(exported: string, as: HandlerPlace['as']): string {
  if (as === 'kebab') return exported;
  return as === 'snake' ? snakeOf(exported) : camelOf(exported);
}

/** The same in a route, in the manner of the name that stands there. */
export function spelledLike(exported: string, former: string): string {
  return former.includes('-') ? exported : snakeOf(exported);
}

/** The same in a route that has no name yet, as people write it in a language. */
export function spelledIn(exported: string, language: GuestLanguage): string {
  return language === 'javascript' || language === 'typescript' ? exported : snakeOf(exported);
}

function snakeOf(exported: string): string {
  return exported.replaceAll('-', '_');
}

function camelOf(exported: string): string {
  return exported.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The name of the export that somebody types for a handler; undefined where it can be none.
 * @param isCamel whether its functions have names like `handleHello`
 */
export function exportTyped(typed: string, isCamel: boolean): string | undefined {
  const name = typed.trim();
  // each capital begins a word, as where a function is read: getURL is get-u-r-l
  const isOne = /^[A-Za-z0-9]*$/.test(name);
  const words = isOne ? name.replace(/(?!^)[A-Z]/g, '-$&') : name;
  const exported = exportOf(isCamel ? words.toLowerCase() : name);
  return /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/.test(exported) ? exported : undefined;
}
