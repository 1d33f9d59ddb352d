/** The functions that a route can name: those that are there. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem } from 'vscode-languageserver-types';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { rangeOf } from '../lsp/ranges.ts';
import { nameOf } from '../lsp/uri.ts';
import type { GuestLanguage } from '../sources/reading.ts';
import type { Slot } from '../sources/slot.ts';
import type { AppHandler, AppRoutes } from './app-routes.ts';
import { routesTo, titleOf } from './app-routes.ts';
import { spelledIn } from './spelling.ts';

/** The handlers that no route leads to come first. `slot` is the string that the cursor is in. */
export function handlerCompletion(
  app: AppRoutes,
  document: TextDocument,
  language: GuestLanguage,
  slot: Slot,
): CompletionItem[] {
  const range = rangeOf({ document }, slot.inner);
  const handlers = app.handlers.filter(
    ({ isExported, uri }) => isExported !== false && app.guests.areOne(uri, document.uri),
  );
  const isRouted = (handler: AppHandler): number => Number(routesTo(app, handler).length > 0);
  return handlers
    .toSorted((one, other) => isRouted(one) - isRouted(other))
    .map((handler, index) => {
      const label = spelledIn(handler.exported, language);
      const routes = routesTo(app, handler).map(titleOf);
      return {
        label,
        kind: CompletionItemKind.Function,
        detail: routes.length === 0 ? nameOf(handler.uri) : `${nameOf(handler.uri)}, ${routes.join(', ')}`,
        sortText: String(index).padStart(5, '0'),
        filterText: label,
        textEdit: { range, newText: label + slot.closing },
      };
    });
}
