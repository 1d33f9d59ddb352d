/** How WIT's things are drawn in outlines and lists of symbols. */
import type { Definition } from '@slight/wit/definitions.ts';
import type { TypeItem } from '@slight/wit/tree.ts';
import { SymbolKind } from 'vscode-languageserver-types';

export function symbolKind(definition: Definition): SymbolKind {
  if (definition.of === 'type') return typeKinds[definition.node.kind];
  if (definition.kind !== 'func') return kinds[definition.kind];
  const isMethod =
    definition.of === 'func' && definition.node.kind === 'func' && definition.node.role === 'method';
  return isMethod ? SymbolKind.Method : SymbolKind.Function;
}

const kinds: Readonly<Record<Exclude<Definition['kind'], 'func'>, SymbolKind>> = {
  package: SymbolKind.Package,
  interface: SymbolKind.Interface,
  world: SymbolKind.Module,
  type: SymbolKind.Struct,
  resource: SymbolKind.Class,
  constructor: SymbolKind.Constructor,
  field: SymbolKind.Field,
  case: SymbolKind.EnumMember,
  flag: SymbolKind.EnumMember,
  param: SymbolKind.Variable,
  gate: SymbolKind.Event,
};

const typeKinds: Readonly<Record<TypeItem['kind'], SymbolKind>> = {
  alias: SymbolKind.TypeParameter,
  record: SymbolKind.Struct,
  variant: SymbolKind.Enum,
  enum: SymbolKind.Enum,
  union: SymbolKind.Enum,
  flags: SymbolKind.Enum,
  resource: SymbolKind.Class,
};
