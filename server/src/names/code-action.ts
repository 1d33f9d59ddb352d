/** What can be done about a name in a guest's source. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { CodeAction, Range, TextDocumentEdit, CreateFile } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { declareCapability, missingSlightfile } from '../actions/declare-capability.ts';
import type { File } from '../file.ts';
import { editOf } from '../file.ts';
import { nameOf } from '../uri.ts';
import type { AppNames } from './app-names.ts';
import { nameDiagnostic } from './diagnostics.ts';
import { meet } from './places.ts';
import type { NameProblem } from './problems.ts';
import { sourceProblems } from './problems.ts';

/** The remedies of the problems that a range touches: another name here, or a declaration in a slightfile of the app. */
export function nameActions(
  app: AppNames,
  uri: string,
  range: Range,
  slightfiles: readonly File[],
): CodeAction[] {
  return sourceProblems(app, uri)
    .filter((problem) => meet(problem.range, range))
    .flatMap((problem) => [
      ...changeName(app, uri, problem),
      ...(problem.code === 'likely-typo' ? [] : slightfiles.flatMap((file) => declare(file, problem))),
    ]);
}

function changeName(app: AppNames, uri: string, problem: NameProblem): CodeAction[] {
  const { suggestion, range } = problem;
  const use = app.uses.find((candidate) => candidate.uri === uri && candidate.name?.range === range);
  if (suggestion === undefined || !use?.name) return [];
  return [
    {
      title: `Change to "${suggestion}"`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [nameDiagnostic(problem)],
      isPreferred: true,
      edit: { changes: { [uri]: [{ range: use.name.inner, newText: suggestion }] } },
    },
  ];
}

function declare(file: File, problem: NameProblem): CodeAction[] {
  const { name, kind, kinds = [kind] } = problem;
  return declareCapability(file, name, kinds).map(({ title, edits }) => ({
    title: `${title} in ${nameOf(file.document.uri)}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [nameDiagnostic(problem)],
    edit: editOf(file, edits),
  }));
}

/** A whole new slightfile for a name that a source opens where no slightfile is near. `uri` is the one to make. */
export function createSlightfile(uri: string, kind: CapabilityKind, name: string): CodeAction {
  const start = { line: 0, character: 0 };
  const create: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true } };
  const fill: TextDocumentEdit = {
    textDocument: { uri, version: null },
    edits: [{ range: { start, end: start }, newText: missingSlightfile(kind, name) }],
  };
  return {
    title: `Create slightfile.toml that serves "${name}"`,
    kind: CodeActionKind.QuickFix,
    edit: { documentChanges: [create, fill] },
  };
}
