import { findResource } from '@slight/slightfile/catalogue.ts';
import type { Span } from '@slight/text/span.ts';
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';
import { symbolKinds } from './document-symbol.ts';

/** The capabilities of a slightfile, by the name that the guest opens, and its secrets; what has no name yet is left out. */
export function slightfileSymbols(file: File): WorkspaceSymbol[] {
  const { capabilities, secrets } = file.slightfile;
  const symbol = (name: string, kind: SymbolKind, containerName: string, span: Span): WorkspaceSymbol => ({
    name,
    kind,
    containerName,
    location: { uri: file.document.uri, range: rangeOf(file, span) },
  });
  return [
    ...secrets.flatMap(({ name }) =>
      name && name.value !== '' ? [symbol(name.value, SymbolKind.Key, 'secret', name.span)] : [],
    ),
    ...capabilities.flatMap(({ name, resource }) => {
      const shown = name?.value ? name : resource;
      if (!shown || shown.value === '') return [];
      const kind = resource && findResource(resource.value)?.capability;
      const container = shown === name ? (resource?.value ?? '') : 'capability';
      return [symbol(shown.value, kind ? symbolKinds[kind] : SymbolKind.Interface, container, shown.span)];
    }),
  ];
}

/** Whether the letters of the query stand in the name in this order, perhaps with others between; capitals do not count. */
export function matches(query: string, name: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    const found = letters.indexOf(letter, at);
    if (found === -1) return false;
    at = found + letter.length;
  }
  return true;
}
