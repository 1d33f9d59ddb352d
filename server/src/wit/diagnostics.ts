import { diagnoseWit } from '@slight/wit/diagnose.ts';
import type { WitProblem, WitProblemCode } from '@slight/wit/problem.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import { diagnosticAt } from '../lsp/diagnostic.ts';
import { rangeOf } from '../lsp/ranges.ts';

/** What is wrong with a WIT file, in the order of its text. */
export function diagnostics(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
): Diagnostic[] {
  return diagnoseWit(source, surroundings).map((problem) => diagnosticOf(document, problem));
}

export function diagnosticOf(document: TextDocument, problem: WitProblem): Diagnostic {
  return diagnosticAt(rangeOf({ document }, problem.span), problem, tags[problem.code]);
}

/** How editors draw it, beside the squiggle. */
const tags: Readonly<Partial<Record<WitProblemCode, DiagnosticTag>>> = {
  'unused-use': DiagnosticTag.Unnecessary,
};
