/** The types that can be written at a place: those of the block, then those of the language. */
import { spelled } from '@slight/wit/keywords.ts';
import { fileName } from '@slight/wit/packages.ts';
import type { Block, Meaning, Scopes } from '@slight/wit/scopes.ts';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Piece } from '../../lsp/proposal.ts';
import type { WitProposal } from './item.ts';

export interface TypeOptions {
  readonly only?: 'resources';
  /** The type that is declared there, which cannot be made of itself. */
  readonly declared: string | undefined;
  /** `_` may stand there. */
  readonly mayBeLeftOut: boolean;
  readonly isLegacy: boolean;
}

export function typeProposals(
  scopes: Scopes,
  block: Block | undefined,
  { only, declared, mayBeLeftOut, isLegacy }: TypeOptions,
): WitProposal[] {
  const all = block ? ownTypes(scopes, block, only) : [];
  const own = all.filter(({ label }) => declared === undefined || label !== spelled(declared));
  if (only) return own;
  return [
    ...(mayBeLeftOut
      ? [{ label: isLegacy ? 'unit' : '_', kind: CompletionItemKind.Keyword, detail: 'no value' }]
      : []),
    ...own,
    ...languageTypes(isLegacy),
  ];
}

/** The types that another block has, to be used by name. */
export function namesOfBlock(scopes: Scopes, block: Block, taken: ReadonlySet<string>): WitProposal[] {
  return ownTypes(scopes, block, undefined).filter(({ label }) => !taken.has(label));
}

function ownTypes(scopes: Scopes, block: Block, only: 'resources' | undefined): WitProposal[] {
  return scopes.namesIn(block).flatMap((name): WitProposal[] => {
    const meaning = scopes.named(block, name);
    if (meaning === undefined || meaning === 'unknown') {
      return meaning === 'unknown' && !only
        ? [{ label: spelled(name), kind: CompletionItemKind.Struct }]
        : [];
    }
    if (meaning.item.kind === 'func' || (only && !isResource(scopes, meaning))) return [];
    return [typeProposal(block, name, meaning)];
  });
}

function typeProposal(block: Block, name: string, { item, block: home }: Meaning): WitProposal {
  const from = home === block ? undefined : (home.name?.value ?? fileName(home.unit.source.uri));
  const word = item.kind === 'alias' ? 'type' : item.kind;
  const isDeprecated = item.gates.some((gate) => gate.name.value === 'deprecated');
  return {
    label: spelled(name),
    kind: kinds[item.kind],
    detail: from === undefined ? word : `${word} of ${from}`,
    ...(item.docs !== undefined && { documentation: item.docs }),
    ...(isDeprecated && { deprecated: true }),
  };
}

const kinds: Readonly<Record<Meaning['item']['kind'], CompletionItemKind>> = {
  alias: CompletionItemKind.TypeParameter,
  record: CompletionItemKind.Struct,
  variant: CompletionItemKind.Enum,
  enum: CompletionItemKind.Enum,
  flags: CompletionItemKind.Enum,
  union: CompletionItemKind.Enum,
  resource: CompletionItemKind.Class,
  func: CompletionItemKind.Function,
};

/** True for a resource and for another name of one. What nobody knows may be one. */
function isResource(scopes: Scopes, { item, block }: Meaning, depth = 0): boolean {
  if (item.kind !== 'alias') return item.kind === 'resource';
  if (item.type.kind !== 'name' || depth > 100) return false;
  const meaning = scopes.named(block, item.type.name.value);
  return typeof meaning === 'object' && isResource(scopes, meaning, depth + 1);
}

function languageTypes(isLegacy: boolean): WitProposal[] {
  const plain = [
    ...['string', 'bool', 'u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64'],
    ...(isLegacy ? ['float32', 'float64', 'char', 'unit'] : ['f32', 'f64', 'char']),
  ];
  return [
    ...plain.map((label) => ({ label, kind: CompletionItemKind.Keyword })),
    of('list', 'Any number of values.', 'u8'),
    of('option', 'A value, or none.', 'string'),
    isLegacy
      ? of('expected', 'A value, or an error.', 'unit', 'error')
      : of('result', 'A value, or an error; either may have nothing to say.', '_', 'string'),
    of('tuple', 'Several values, without names.', 'string', 'string'),
    ...(isLegacy
      ? []
      : [
          of('borrow', 'A handle of a resource, lent for the call.', ''),
          of('own', 'A handle of a resource, given away.', ''),
          of('map', 'Values under keys.', 'string', 'string'),
          of('stream', 'Values, as they come.', 'u8'),
          of('future', 'One value, once it is there.', 'string'),
          {
            label: 'error-context',
            kind: CompletionItemKind.Keyword,
            documentation: 'What is known of why something failed, for people.',
          },
        ]),
  ];
}

function of(label: string, documentation: string, ...inner: readonly string[]): WitProposal {
  const pieces = inner.flatMap((each, index): Piece[] => (index === 0 ? [[each]] : [', ', [each]]));
  return { label, kind: CompletionItemKind.Keyword, documentation, snippet: [`${label}<`, ...pieces, '>'] };
}
