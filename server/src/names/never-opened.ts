import { quote } from '@slight/text/words.ts';
import type { AppNames, Declaration } from './app-names.ts';
import { isUnderstood } from './app-names.ts';
import type { InSlightfile } from './problem.ts';
import { isOpenedByName, nounOf } from './words.ts';

/**
 * The capabilities of an app that no source opens. It is claimed only where the sources are understood: some call of the
 * kind is known, or of any kind where no built module says that the kind is used; none has a computed name, and none is
 * in a language that nobody reads here.
 * @param except those of which something else is told
 */
export function neverOpened(app: AppNames, except: ReadonlySet<Declaration>): readonly InSlightfile[] {
  const isAnyOpened = app.opened.size > 0 && app.imported === undefined;
  return app.declarations.flatMap((declaration): readonly InSlightfile[] => {
    const { uri, kind, name, place } = declaration;
    if (!kind || !place || name === '*' || name === '' || except.has(declaration)) return [];
    const opened = app.opened.get(kind);
    if (!isOpenedByName(kind) || !(opened ?? isAnyOpened) || !isUnderstood(app, kind) || opened?.has(name))
      return [];
    const message = `No source of this app opens the ${nounOf(kind)} ${quote(name)}.`;
    return [
      { uri, problem: { code: 'never-opened', severity: 'hint', range: place.range, message, name, kind } },
    ];
  });
}
