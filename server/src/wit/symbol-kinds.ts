/** How WIT's things are drawn in outlines and lists of symbols. */
import type { Declaration } from '@slight/wit/declarations.ts';
import type { TypeItem } from '@slight/wit/tree.ts';
import { SymbolKind } from 'vscode-languageserver-types';

export function symbolKind(declaration: Declaration): SymbolKind {
  if (declaration.of === 'type') return typeKinds[declaration.node.kind];
  if (declaration.kind !== 'func') return kinds[declaration.kind];
  const isMethod =
    declaration.of === 'func' && declaration.node.kind === 'func' && declaration.node.role === 'method';
  return isMethod ? SymbolKind.Method : SymbolKind.Function;
}

const kinds: Readonly<Record<Exclude<Declaration['kind'], 'func'>, SymbolKind>> = {
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
