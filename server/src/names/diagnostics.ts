/** Problems of names in the words of the protocol. */
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import { diagnosticAt } from '../lsp/diagnostic.ts';
import type { NameProblem } from './problem.ts';

/** @param relates whether the client shows other places that have a part in a problem */
export function nameDiagnostic(problem: NameProblem, relates: boolean): Diagnostic {
  const isUnused = problem.code === 'never-opened';
  const { related = [] } = problem;
  return {
    ...diagnosticAt(problem.range, problem, isUnused ? DiagnosticTag.Unnecessary : undefined),
    ...(relates &&
      related.length > 0 && {
        relatedInformation: related.map(({ uri, range, message }) => ({ location: { uri, range }, message })),
      }),
  };
}
