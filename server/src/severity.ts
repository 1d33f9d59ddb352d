import type { Severity } from '@slight/slightfile/problem.ts';
import { DiagnosticSeverity } from 'vscode-languageserver-types';

/** Severities in the numbers of the protocol. */
export const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
