/** The semantic tokens that were sent last of each document, so that the next answer is only what changed. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-types';
import { semanticTokensDelta } from '../slightfile/semantic-tokens.ts';

export interface SentTokens {
  readonly full: (document: TextDocument, tokens: SemanticTokens) => SemanticTokens;
  /** The whole where what the client has is not what was sent last. */
  readonly delta: (
    document: TextDocument,
    tokens: SemanticTokens,
    previousResultId: string,
  ) => SemanticTokens | SemanticTokensDelta;
}

export function sentTokens(): SentTokens {
  const sent = new WeakMap<TextDocument, SemanticTokens>();
  let count = 0;
  const full = (document: TextDocument, { data }: SemanticTokens): SemanticTokens => {
    const tokens = { resultId: String(++count), data };
    sent.set(document, tokens);
    return tokens;
  };
  return {
    full,
    delta: (document, tokens, previousResultId) => {
      const before = sent.get(document);
      const now = full(document, tokens);
      if (before?.resultId !== previousResultId) return now;
      return { resultId: now.resultId ?? '', edits: semanticTokensDelta(before.data, now.data) };
    },
  };
}
