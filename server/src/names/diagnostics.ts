/** Problems of names in the words of the protocol. */
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import { diagnosticAt } from '../diagnostic.ts';
import type { NameProblem } from './problems.ts';

export function nameDiagnostic(problem: NameProblem): Diagnostic {
  const isUnused = problem.code === 'never-opened';
  return diagnosticAt(problem.range, problem, isUnused ? DiagnosticTag.Unnecessary : undefined);
}
