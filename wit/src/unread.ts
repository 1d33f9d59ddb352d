import { code, list } from '@slight/text/words.ts';
import type { WitSurroundings } from './surroundings.ts';

/** What is to be said where a package is not found: it may be in a file of deps/ that nobody can read. Else nothing. */
export function unlessUnread({ unread = [] }: WitSurroundings): string {
  if (unread.length === 0) return '';
  return `, unless it is in ${list(unread.map(code), 'or')}, which cannot be read as WIT`;
}
