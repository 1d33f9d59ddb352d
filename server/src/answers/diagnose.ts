/** What is wrong in slightfiles and sources, be they open or not. */
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import { diagnosticOf, diagnostics } from '../slightfile/diagnostics.ts';
import type { File } from '../slightfile/file.ts';
import { appDiagnostic } from '../module/diagnostics.ts';
import { nameDiagnostic } from '../names/diagnostics.ts';
import { routeDiagnostic } from '../routes/diagnostics.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** @param encoding why a run would refuse the bytes of the file */
export function slightfileDiagnostics(
  workspace: Workspace,
  { relatesDiagnostics }: Client,
  file: File,
  encoding: Problem | undefined,
): readonly Diagnostic[] {
  const { uri } = file.document;
  const names = workspace.knownNames(uri)?.problems.ofSlightfile(uri) ?? [];
  return [
    ...(encoding ? [diagnosticOf(file, encoding)] : []),
    ...diagnostics(file),
    ...names.map((problem) => nameDiagnostic(problem, relatesDiagnostics)),
    ...workspace.appProblems(file).map((problem) => appDiagnostic(file, problem)),
  ];
}

export function sourceDiagnostics(
  workspace: Workspace,
  { relatesDiagnostics }: Client,
  uri: string,
): readonly Diagnostic[] {
  const names = workspace.knownNames(uri)?.problems.ofSource(uri) ?? [];
  const routes = workspace.routes.known(uri)?.problems(uri) ?? [];
  return [
    ...names.map((problem) => nameDiagnostic(problem, relatesDiagnostics)),
    ...routes.map((problem) => routeDiagnostic(problem, relatesDiagnostics)),
  ];
}
