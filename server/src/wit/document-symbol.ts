import { LineIndex } from '@slight/text/span.ts';
import type { Span } from '@slight/text/span.ts';
import type { Declaration } from '@slight/wit/declarations.ts';
import { declarationsOf } from '@slight/wit/declarations.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { ImportExport, World } from '@slight/wit/tree.ts';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { symbolKind } from './symbol-kinds.ts';

/** The outline: interfaces and worlds with what stands in them. Parameters and `use`s are left out. */
export function documentSymbols({ text, file }: WitSource): DocumentSymbol[] {
  const lines = new LineIndex(text);
  const top: DocumentSymbol[] = [];
  const made = new Map<Declaration, DocumentSymbol>();
  for (const declaration of declarationsOf(file)) {
    if (declaration.of === 'param' || declaration.of === 'alias') continue;
    const symbol = symbolOf(lines, text, declaration);
    made.set(declaration, symbol);
    const parent = declaration.within && made.get(declaration.within);
    (parent?.children ?? top).push(symbol);
    if (declaration.of === 'world') symbol.children?.push(...paths(lines, text, declaration.node));
  }
  for (const { children } of made.values()) children?.sort(byPlace);
  return top;
}

function symbolOf(lines: LineIndex, text: string, declaration: Declaration): DocumentSymbol {
  const { name, node } = declaration;
  // the protocol wants the selection within the whole
  const span = 'span' in node ? node.span : name.span;
  const whole = { start: Math.min(span.start, name.span.start), end: Math.max(span.end, name.span.end) };
  const detail = detailOf(declaration, text);
  return {
    name: name.value,
    ...(detail !== undefined && { detail }),
    kind: symbolKind(declaration),
    range: lines.range(whole),
    selectionRange: lines.range(name.span),
    children: [],
  };
}

function detailOf(declaration: Declaration, text: string): string | undefined {
  const slice = ({ start, end }: Span): string => text.slice(start, end);
  switch (declaration.of) {
    case 'package':
      return declaration.node.name.version?.value;
    case 'type':
      return declaration.node.kind === 'alias' ? slice(declaration.node.type.span) : declaration.node.kind;
    case 'member':
      return declaration.node.type && slice(declaration.node.type.span);
    case 'interface':
    case 'func':
      return declaration.node.kind === 'import' || declaration.node.kind === 'export'
        ? declaration.node.kind
        : undefined;
    default:
      return undefined;
  }
}

/** What a world imports and exports by a path alone. */
function paths(lines: LineIndex, text: string, { items }: World): DocumentSymbol[] {
  const named = items.filter(
    (item): item is ImportExport => (item.kind === 'import' || item.kind === 'export') && !item.name,
  );
  return named.flatMap(({ kind, target, span }) => {
    if (target.kind !== 'path' || target.path.name.value === '') return [];
    const { path } = target;
    const name = text.slice(path.span.start, path.span.end);
    const selectionRange = lines.range(path.span);
    return [{ name, detail: kind, kind: SymbolKind.Interface, range: lines.range(span), selectionRange }];
  });
}

function byPlace(
  { range: { start: one } }: DocumentSymbol,
  { range: { start: other } }: DocumentSymbol,
): number {
  return one.line - other.line || one.character - other.character;
}
