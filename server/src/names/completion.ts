/** The names that can be opened: those that the slightfile declares. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { CompletionItemKind, MarkupKind } from 'vscode-languageserver-types';
import { explainResource } from '../slightfile/explain.ts';
import { rangeOf } from '../lsp/ranges.ts';
import type { OpeningSlot } from '../sources/opening-at.ts';
import { nameOf } from '../lsp/uri.ts';
import type { AppNames, Declaration } from './app-names.ts';
import { kindOfUse } from './app-names.ts';

/**
 * The declared names of the kinds that a call can open, then those that other calls open and a wildcard serves. `slot`
 * is the string that the cursor is in.
 */
export function nameCompletion(
  app: AppNames,
  document: TextDocument,
  position: Position,
  slot: OpeningSlot,
): CompletionItem[] {
  const range = rangeOf({ document }, slot.inner);
  const declared = app.declarations.filter(
    ({ kind, name }) => kind && slot.kinds.includes(kind) && name !== '*' && name !== '',
  );
  const byName = Map.groupBy(declared, ({ name }) => name);
  const others = openedElsewhere(app, document.uri, position, slot.kinds).filter((name) => !byName.has(name));
  return [
    ...Array.from(byName, ([name, declarations]) => ({
      label: name,
      kind: CompletionItemKind.Value,
      detail: detail(declarations),
      documentation: documentation(declarations[0]),
    })),
    ...others.map((name) => ({
      label: name,
      kind: CompletionItemKind.Text,
      detail: 'opened elsewhere in this app',
    })),
  ].map(({ documentation: value, ...item }: Item, index) => ({
    ...item,
    ...(value !== undefined && { documentation: { kind: MarkupKind.Markdown, value } }),
    sortText: String(index).padStart(5, '0'),
    filterText: item.label,
    textEdit: { range, newText: item.label + slot.closing },
  }));
}

type Item = Pick<CompletionItem, 'label' | 'kind' | 'detail'> & {
  readonly documentation?: string | undefined;
};

function detail(declarations: readonly Declaration[]): string {
  return [...new Set(declarations.map(({ resource, uri }) => `${resource} (${nameOf(uri)})`))].join(', ');
}

function documentation(declaration: Declaration | undefined): string | undefined {
  const resource = declaration && findResource(declaration.resource);
  return resource && explainResource(resource);
}

function openedElsewhere(
  app: AppNames,
  uri: string,
  { line }: Position,
  kinds: readonly CapabilityKind[],
): readonly string[] {
  return [...app.usesByName]
    .filter(
      ([name, uses]) =>
        name !== '' &&
        uses.some(
          (use) =>
            // what is being typed here is no proposal
            (use.uri !== uri || use.name.range.start.line !== line) &&
            kinds.includes(kindOfUse(app, use, name)),
        ),
    )
    .map(([name]) => name);
}
