import { LineIndex } from '@slight/text/span.ts';
import type { Span } from '@slight/text/span.ts';
import type { Definition } from '@slight/wit/definitions.ts';
import { definitionsOf } from '@slight/wit/definitions.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { ImportExport, World } from '@slight/wit/tree.ts';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { symbolKind } from './symbol-kinds.ts';

/** The outline: interfaces and worlds with what stands in them. Parameters and `use`s are left out. */
export function documentSymbols({ text, file }: WitSource): DocumentSymbol[] {
  const lines = new LineIndex(text);
  const top: DocumentSymbol[] = [];
  const made = new Map<Definition, DocumentSymbol>();
  for (const definition of definitionsOf(file)) {
    if (definition.of === 'param' || definition.of === 'alias') continue;
    const symbol = symbolOf(lines, text, definition);
    made.set(definition, symbol);
    const parent = definition.within && made.get(definition.within);
    (parent?.children ?? top).push(symbol);
    if (definition.of === 'world') symbol.children?.push(...paths(lines, text, definition.node));
  }
  for (const { children } of made.values()) children?.sort(byPlace);
  return top;
}

function symbolOf(lines: LineIndex, text: string, definition: Definition): DocumentSymbol {
  const { name, node } = definition;
  // the protocol wants the selection within the whole
  const span = 'span' in node ? node.span : name.span;
  const whole = { start: Math.min(span.start, name.span.start), end: Math.max(span.end, name.span.end) };
  const detail = detailOf(definition, text);
  return {
    name: name.value,
    ...(detail !== undefined && { detail }),
    kind: symbolKind(definition),
    range: lines.range(whole),
    selectionRange: lines.range(name.span),
    children: [],
  };
}

function detailOf(definition: Definition, text: string): string | undefined {
  const slice = ({ start, end }: Span): string => text.slice(start, end);
  switch (definition.of) {
    case 'package':
      return definition.node.name.version?.value;
    case 'type':
      return definition.node.kind === 'alias' ? slice(definition.node.type.span) : definition.node.kind;
    case 'member':
      return definition.node.type && slice(definition.node.type.span);
    case 'interface':
    case 'func':
      return definition.node.kind === 'import' || definition.node.kind === 'export'
        ? definition.node.kind
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
