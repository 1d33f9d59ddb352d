import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position } from 'vscode-languageserver-types';
import { locationOf, pointedAt } from './view.ts';

/** Where the name at a position is defined: in this file, beside it, below deps/, or in the packages that slight ships. */
export function definition(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  position: Position,
): Location | null {
  const target = pointedAt(source, surroundings, document.offsetAt(position))?.name.target;
  return (target && locationOf(target, source, surroundings)) ?? null;
}
