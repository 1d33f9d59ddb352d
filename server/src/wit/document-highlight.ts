import { sameTarget } from '@slight/wit/names.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentHighlight, Position } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { rangeOf } from '../lsp/ranges.ts';
import { pointedAt } from './view.ts';

/** Where else the file names what the name at a position names; its definition is marked as written. */
export function documentHighlights(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
): DocumentHighlight[] {
  const pointed = pointedAt(source, surroundings, document.offsetAt(position));
  if (!pointed?.name.target) return [];
  return pointed.names
    .filter(({ target }) => sameTarget(target, pointed.name.target))
    .map(({ span, role }) => ({
      range: rangeOf({ document }, span),
      kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
