/** What can be done about the problems of names: in sources and slightfiles as they are now, be they open or not. */
import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import type { File } from '../slightfile/file.ts';
import type { NameActions } from '../names/code-action.ts';
import { slightfileNameActions, sourceNameActions } from '../names/code-action.ts';
import { nameDiagnostic } from '../names/diagnostics.ts';
import { meet } from '../names/places.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { workspaceEdit } from './edit.ts';

/** In a source; undefined where it belongs to no app. */
export async function nameActionsAt(
  workspace: Workspace,
  client: Client,
  uri: string,
  range: Range,
): Promise<CodeAction[] | undefined> {
  await workspace.whenComplete();
  if (!workspace.appOf(uri)) return undefined;
  const problems = () => workspace.knownNames(uri)?.problems.ofSource(uri) ?? [];
  if (!problems().some((problem) => meet(problem.range, range))) return [];
  await workspace.refreshNames(uri);
  const known = workspace.knownNames(uri);
  if (!known) return [];
  const files = await Promise.all(known.names.slightfiles.map((of) => workspace.fileOnDisk(of)));
  const slightfiles = files.filter((file) => file !== undefined);
  const given = {
    app: known.names,
    problems: problems(),
    range,
    slightfiles,
    ...forClient(workspace, client),
  };
  return sourceNameActions({ ...given, uri });
}

/** In an open slightfile. */
export async function nameActionsIn(
  workspace: Workspace,
  client: Client,
  file: File,
  range: Range,
): Promise<CodeAction[]> {
  const { uri } = file.document;
  const problems = () => workspace.knownNames(uri)?.problems.ofSlightfile(uri) ?? [];
  if (!problems().some((problem) => meet(problem.range, range))) return [];
  await workspace.refreshNames(uri);
  const known = workspace.knownNames(uri);
  if (!known) return [];
  const given = { app: known.names, problems: problems(), range, slightfiles: [file] };
  return slightfileNameActions({ ...given, ...forClient(workspace, client) });
}

function forClient(workspace: Workspace, client: Client): Pick<NameActions, 'edit' | 'diagnostic'> {
  return {
    edit: (edits) => workspaceEdit(workspace, client, edits),
    diagnostic: (problem) => nameDiagnostic(problem, client.relatesDiagnostics),
  };
}
