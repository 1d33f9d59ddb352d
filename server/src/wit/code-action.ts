import type { Fix } from '@slight/text/problem.ts';
import { diagnoseWit } from '@slight/wit/diagnose.ts';
import type { WitProblem } from '@slight/wit/problem.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { editOf } from '../lsp/ranges.ts';
import { copyAction } from './copy-package.ts';
import { diagnosticOf } from './diagnostics.ts';

/**
 * The remedies of the problems that a range touches. The conversion of legacy files is not among them.
 * @param deps where a package that is missing is copied to; without it, none is
 */
export function quickFixes(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  range: Range,
  deps?: string,
): CodeAction[] {
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return diagnoseWit(source, surroundings)
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((problem) => [
      ...problem.fixes.map((fix) => quickFix(document, problem, fix)),
      ...copyActions(document, problem, deps),
    ]);
}

function copyActions(document: TextDocument, problem: WitProblem, deps: string | undefined): CodeAction[] {
  const { copies } = problem;
  return copies && deps !== undefined ? [copyAction(document, { ...problem, copies }, deps)] : [];
}

function quickFix(document: TextDocument, problem: WitProblem, { title, edits, preferred }: Fix): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(document, problem)],
    edit: editOf({ document }, edits),
    ...(preferred && { isPreferred: true }),
  };
}
