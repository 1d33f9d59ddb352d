import type { Problem, ProblemCode, Severity } from '@slight/slightfile/problem.ts';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { File } from '../workspace.ts';
import { rangeOf } from '../workspace.ts';

/** What is wrong with a slightfile, in the order of its text. */
export function diagnostics(file: File): Diagnostic[] {
  return file.problems.map((problem) => diagnosticOf(file, problem));
}

export function diagnosticOf(file: File, { code, severity, span, message }: Problem): Diagnostic {
  const tag = tags[code];
  return {
    range: rangeOf(file, span),
    severity: severities[severity],
    code,
    source: 'slight',
    message,
    ...(tag && { tags: [tag] }),
  };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** How editors draw it, beside the squiggle: struck through or faded. */
const tags: Readonly<Partial<Record<ProblemCode, DiagnosticTag>>> = {
  'renamed-resource': DiagnosticTag.Deprecated,
  'ignored-secret-store': DiagnosticTag.Unnecessary,
};
