/** The kinds of code actions that are given. */
import type { CodeActionKind } from 'vscode-languageserver-types';

/** The kind of the one action that applies every preferred fix, for `editor.codeActionsOnSave`. */
export const fixAllKind = 'source.fixAll.slight';

/** Every kind that is given, as the server's capabilities name them. */
export const codeActionKinds: readonly CodeActionKind[] = [
  'quickfix',
  'refactor',
  'refactor.extract',
  'refactor.rewrite',
  'source.fixAll',
  fixAllKind,
];

/** Whether an action of a kind is asked for: each kind stands for those below it, and no list for all. */
export function isWanted(kind: CodeActionKind, only: readonly CodeActionKind[] | undefined): boolean {
  return !only || only.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`));
}
