/** A slightfile against the rest of its app: what its modules import or, where they cannot tell, its WIT worlds. */
import { firstThing } from '@slight/slightfile/checks/missing-specversion.ts';
import type { File } from '../slightfile/file.ts';
import { declaredIn } from './declared.ts';
import type { AppProblem, KnownApp } from './known.ts';
import { newestOf } from './newest.ts';
import { staleModule } from './stale.ts';
import { undeclaredIn } from './undeclared.ts';
import { unusedBy } from './unused.ts';

/**
 * What does not fit between a slightfile and its app. Nothing is told twice, and nothing that may not be so:
 *
 * - The newest module is the one that a run takes, so only of that one it is told that it is older than its sources,
 *   and what it imports without a declaration.
 * - A capability is unused where no module can use it. While the newest one is older than its sources that is not
 *   known: the next build may use it.
 * - Worlds are asked where there is no module, or the newest is older than its sources; what the module has told is not
 *   told again. Which of several worlds is the app's is not known, so it is told only what holds for all of them, and
 *   nothing where one of them cannot be followed to its end.
 */
export function appProblems({ slightfile }: File, { modules, worlds }: KnownApp): readonly AppProblem[] {
  const declared = declaredIn(slightfile);
  const top = slightfile.specversion?.span ?? firstThing(slightfile.document);
  const newest = newestOf(modules);
  const stale = newest && staleModule(newest, slightfile.document.text);
  const imported = newest ? undeclaredIn([newest], declared, top) : [];
  if (newest && !stale) return [...imported, ...unusedBy(modules, declared)];

  const found = [...(stale ? [stale] : []), ...imported];
  if (!worlds.every(({ complete }) => complete)) return found;
  const told = new Set(imported.map(({ declare }) => declare));
  return [
    ...found,
    ...undeclaredIn(worlds, declared, top, 'The world ').filter(({ declare }) => !told.has(declare)),
    ...(newest ? [] : unusedBy(worlds, declared, worlds.length === 1 ? 'The world ' : 'The worlds ')),
  ];
}
