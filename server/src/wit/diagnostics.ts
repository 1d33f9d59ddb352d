import { diagnoseWit } from '@slight/slightfile/wit/diagnose.ts';
import type { WitProblem, WitProblemCode } from '@slight/slightfile/wit/problem.ts';
import type { WitSource, WitSurroundings } from '@slight/slightfile/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import { rangeOf } from '../file.ts';
import { severityOf } from '../severity.ts';

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
    severity: severityOf[severity],
    code,
    source: 'slight',
    message,
    ...(tag && { tags: [tag] }),
  };
}

/** How editors draw it, beside the squiggle. */
const tags: Readonly<Partial<Record<WitProblemCode, DiagnosticTag>>> = {
  'unused-use': DiagnosticTag.Unnecessary,
};
