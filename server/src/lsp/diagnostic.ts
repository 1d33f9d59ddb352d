/** Problems in the words of the protocol. */
import type { Severity } from '@slight/text/problem.ts';
import type { Diagnostic, DiagnosticTag, Range } from 'vscode-languageserver-types';
import { DiagnosticSeverity } from 'vscode-languageserver-types';

/** What all that is wrong has, wherever it is found. */
export interface Wrong {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/** @param tag how editors draw it, beside the squiggle: faded, or struck through */
export function diagnosticAt(
  range: Range,
  { code, severity, message }: Wrong,
  tag?: DiagnosticTag,
): Diagnostic {
  return {
    range,
    severity: severityOf[severity],
    code,
    source: 'slight',
    message,
    ...(tag && { tags: [tag] }),
  };
}

const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
