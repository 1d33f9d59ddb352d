/** The problems of a slightfile, as an editor shows them. */
import type { Problem, ProblemCode } from '@slight/slightfile/problem.ts';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DiagnosticTag } from 'vscode-languageserver-types';
import { diagnosticAt } from '../lsp/diagnostic.ts';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/** What is wrong with a slightfile, in the order of its text. */
export function diagnostics(file: File): Diagnostic[] {
  return file.problems.map((problem) => diagnosticOf(file, problem));
}

export function diagnosticOf(file: File, problem: Problem): Diagnostic {
  return diagnosticAt(rangeOf(file, problem.span), problem, tags[problem.code]);
}

/** How editors draw it, beside the squiggle: struck through where there is a newer name, faded where nobody reads it. */
const tags: Readonly<Partial<Record<ProblemCode, DiagnosticTag>>> = {
  'renamed-resource': DiagnosticTag.Deprecated,
  'unknown-key': DiagnosticTag.Unnecessary,
  'unknown-config': DiagnosticTag.Unnecessary,
  'duplicate-secret': DiagnosticTag.Unnecessary,
  'ignored-secret-store': DiagnosticTag.Unnecessary,
};
