import type { Severity } from '@slight/slightfile/problem.ts';
import { diagnoseWit } from '@slight/slightfile/wit/diagnose.ts';
import type { WitProblem, WitProblemCode } from '@slight/slightfile/wit/problem.ts';
import type { WitSource, WitSurroundings } from '@slight/slightfile/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { rangeOf } from '../file.ts';

/** What is wrong with a WIT file, in the order of its text. */
export function diagnostics(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
): Diagnostic[] {
  return diagnoseWit(source, surroundings).map((problem) => diagnosticOf(document, problem));
}

export function diagnosticOf(
  document: TextDocument,
  { code, severity, span, message }: WitProblem,
): Diagnostic {
  const tag = tags[code];
  return {
    range: rangeOf({ document }, span),
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

/** How editors draw it, beside the squiggle. */
const tags: Readonly<Partial<Record<WitProblemCode, DiagnosticTag>>> = {
  'unused-use': DiagnosticTag.Unnecessary,
};
