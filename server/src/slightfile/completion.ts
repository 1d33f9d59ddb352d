import { contextAt } from '@slight/slightfile/toml/context.ts';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { headerProposals } from './completion/headers.ts';
import { blankProposals, keyProposals } from './completion/keys.ts';
import type { Proposal } from '../lsp/proposal.ts';
import { toItems } from '../lsp/proposal.ts';
import { valueProposals } from './completion/values.ts';
import { blockAround } from './block.ts';
import type { File } from './file.ts';

export interface CompletionOptions {
  /** Whether the client fills in `${1:placeholders}`. */
  readonly snippets: boolean;
  /** The character that was typed, where nobody asked. */
  readonly trigger?: string | undefined;
}

/** What can be written at a position, the likeliest first; it replaces what is half typed there. */
export function completion(
  file: File,
  position: Position,
  { snippets, trigger }: CompletionOptions,
): CompletionItem[] {
  return toItems(file, proposalsAt(file, file.document.offsetAt(position), trigger), snippets);
}

function proposalsAt(file: File, offset: number, trigger: string | undefined): readonly Proposal[] {
  const context = contextAt(file.slightfile.document, offset);
  if (trigger === ' ' && context.kind !== 'value') return [];
  // a header that is typed is in the block above it
  const block = blockAround(file, context.kind === 'header' ? context.header.span.start - 1 : offset);
  switch (context.kind) {
    case 'blank':
      return blankProposals(file, block, context, offset);
    case 'key':
      return keyProposals(file, block, context);
    case 'header':
      return headerProposals(file, block, context);
    case 'value':
      return valueProposals(file, block, context, offset);
    case 'item':
    case 'comment':
    case 'none':
      return [];
  }
}
