/** Problems of routes in the words of the protocol, and what can be done about them. */
import type { CodeAction, Diagnostic, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind, DiagnosticTag } from 'vscode-languageserver-types';
import { diagnosticAt } from '../lsp/diagnostic.ts';
import { meet } from '../names/places.ts';
import type { RouteProblem } from './problem.ts';

/** @param relates whether the client shows other places that have a part in a problem */
export function routeDiagnostic(problem: RouteProblem, relates: boolean): Diagnostic {
  const isUnused = problem.code === 'unreached-route';
  const { related = [] } = problem;
  return {
    ...diagnosticAt(problem.range, problem, isUnused ? DiagnosticTag.Unnecessary : undefined),
    ...(relates &&
      related.length > 0 && {
        relatedInformation: related.map(({ uri, range, message }) => ({ location: { uri, range }, message })),
      }),
  };
}

/** The remedies of the problems that a range touches. */
export function routeActions(
  problems: readonly RouteProblem[],
  range: Range,
  {
    relates,
    edit,
  }: {
    readonly relates: boolean;
    /** Edits of several documents, in the form that the client takes. */
    readonly edit: (edits: ReadonlyMap<string, readonly TextEdit[]>) => WorkspaceEdit;
  },
): CodeAction[] {
  return problems
    .filter((problem) => meet(problem.range, range))
    .flatMap((problem) =>
      problem.fixes.map(({ title, isPreferred, uri, edits }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        ...(isPreferred && { isPreferred }),
        diagnostics: [routeDiagnostic(problem, relates)],
        edit: edit(new Map([[uri, edits.map(({ range: of, text }) => ({ range: of, newText: text }))]])),
      })),
    );
}
