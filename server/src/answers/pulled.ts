/** The diagnostics of open documents as clients pull them: those that a client has are not sent again. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { Result } from './result.ts';
import { resultOf } from './result.ts';

export interface Pull {
  readonly document: TextDocument;
  /** Other than before wherever the diagnostics may be other than before. */
  readonly state: string;
  readonly diagnose: () => Promise<readonly Diagnostic[]>;
}

/** What is wrong with the latest version of a document: found again only where the state is another. */
export type Latest = (pull: Pull) => Promise<Result>;

export function latestResults(): Latest {
  const known = new WeakMap<TextDocument, { readonly state: string; readonly result: Result }>();
  return async ({ document, state, diagnose }) => {
    const before = known.get(document);
    if (before?.state === state) return before.result;
    const result = resultOf(await diagnose());
    known.set(document, { state, result });
    return result;
  };
}
