import { LineIndex } from '@slight/text/span.ts';
import type { Occurrence, Target } from '@slight/wit/names.ts';
import { namesOf, sameTarget } from '@slight/wit/names.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position } from 'vscode-languageserver-types';
import { pointedAt } from './view.ts';
import type { WitView } from './view.ts';

/**
 * Every place, in the files given, that names what the name at a position names.
 *
 * @param all the files of the workspace that may see it; the file itself need not be among them
 */
export function references(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
  all: readonly WitView[],
  includeDeclaration = true,
): Location[] {
  const target = pointedAt(source, surroundings, document.offsetAt(position))?.name.target;
  if (!target) return [];
  return mentionsOf(target, [{ source, surroundings }, ...all]).flatMap(({ view, names }) => {
    const lines = new LineIndex(view.source.text);
    return names
      .filter(({ role }) => includeDeclaration || role === 'reference')
      .map(({ span }) => ({ uri: view.source.uri, range: lines.range(span) }));
  });
}

/** Where each file names a target; of two views of one file, the first counts. Files without a mention are left out. */
export function mentionsOf(
  target: Target,
  views: readonly WitView[],
): readonly { readonly view: WitView; readonly names: readonly Occurrence[] }[] {
  const seen = new Set<string>();
  return views.flatMap((view) => {
    if (seen.has(view.source.uri)) return [];
    seen.add(view.source.uri);
    const names = namesOf(view.source, view.surroundings).filter((name) => sameTarget(name.target, target));
    return names.length === 0 ? [] : [{ view, names }];
  });
}
