import type { Problem, ProblemCode } from '@slight/slightfile/problem.ts';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import type { File } from '../file.ts';
import { rangeOf } from '../file.ts';
import { severityOf } from '../severity.ts';

/** What is wrong with a slightfile, in the order of its text. */
export function diagnostics(file: File): Diagnostic[] {
  return file.problems.map((problem) => diagnosticOf(file, problem));
}

export function diagnosticOf(file: File, { code, severity, span, message }: Problem): Diagnostic {
  const tag = tags[code];
  return {
    range: rangeOf(file, span),
    severity: severityOf[severity],
    code,
    source: 'slight',
    message,
    ...(tag && { tags: [tag] }),
  };
}

/** True where an editor would show the same. */
export function isSame(one: readonly Diagnostic[], other: readonly Diagnostic[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** How editors draw it, beside the squiggle: struck through where there is a newer name, faded where nobody reads it. */
const tags: Readonly<Partial<Record<ProblemCode, DiagnosticTag>>> = {
  'renamed-resource': DiagnosticTag.Deprecated,
  'unknown-key': DiagnosticTag.Unnecessary,
  'unknown-config': DiagnosticTag.Unnecessary,
  'duplicate-secret': DiagnosticTag.Unnecessary,
  'ignored-secret-store': DiagnosticTag.Unnecessary,
};
