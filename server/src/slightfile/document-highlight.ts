import type { DocumentHighlight, Position } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { mentionAt, mentionsOf } from './mentions.ts';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/**
 * Where else the file speaks of the thing at a position: a secret, a variable, a store, a resource under any of its
 * names, a config, the name of a capability. What gives the thing is marked as written. Empty where there is no such
 * thing.
 */
export function documentHighlights(file: File, position: Position): DocumentHighlight[] {
  const mention = mentionAt(file, file.document.offsetAt(position));
  if (!mention) return [];
  return mentionsOf(file, mention).map(({ span, gives }) => ({
    range: rangeOf(file, span),
    kind: gives ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
