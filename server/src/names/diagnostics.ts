/** Problems of names in the words of the protocol. */
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import type { NameProblem } from './problems.ts';
import { severityOf } from '../severity.ts';

export function nameDiagnostic({ code, severity, range, message }: NameProblem): Diagnostic {
  return {
    range,
    severity: severityOf[severity],
    code,
    source: 'slight',
    message,
    ...(code === 'never-opened' && { tags: [DiagnosticTag.Unnecessary] }),
  };
}
