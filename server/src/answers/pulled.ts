/** The diagnostics that a client pulled last of each document, so that those that are the same are not sent again. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { isSame } from '../features/diagnostics.ts';

export interface Pull {
  readonly document: TextDocument;
  readonly previousResultId: string | undefined;
  /** Other than before wherever the diagnostics may be other than before. */
  readonly state: string;
  readonly diagnose: () => Promise<readonly Diagnostic[]>;
}

interface Sent {
  readonly id: string;
  readonly state: string;
  readonly items: readonly Diagnostic[];
}

export function pulledDiagnostics(): (pull: Pull) => Promise<DocumentDiagnosticReport> {
  const sent = new WeakMap<TextDocument, Sent>();
  let count = 0;
  return async ({ document, previousResultId, state, diagnose }) => {
    const before = sent.get(document);
    const has = before?.id === previousResultId ? before : undefined;
    if (has?.state === state) return { kind: 'unchanged', resultId: has.id };
    const items = await diagnose();
    const isUnchanged = has !== undefined && isSame(items, has.items);
    const now = { id: isUnchanged ? has.id : String(++count), state, items };
    sent.set(document, now);
    return isUnchanged
      ? { kind: 'unchanged', resultId: now.id }
      : { kind: 'full', resultId: now.id, items: [...items] };
  };
}
