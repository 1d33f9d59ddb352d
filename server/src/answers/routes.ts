/** What is answered about the routes of a source, and about the functions that handle them. */
import type { CodeAction, CodeLens, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import { routeLenses } from '../routes/code-lens.ts';
import { routeActions } from '../routes/diagnostics.ts';
import { rename } from '../routes/rename.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { workspaceEdit } from './edit.ts';
import { refusedAside } from './names.ts';
import type { RenameRequest } from './names.ts';
import { Refused } from './refused.ts';

/** The lenses over the handlers of a source. */
export async function routeLensesIn(
  workspace: Workspace,
  { commands }: Client,
  uri: string,
): Promise<CodeLens[]> {
  await workspace.whenPlaced();
  const app = workspace.routes.of(uri);
  const isServing = (slightfile: string) => workspace.running.urlOf(slightfile) !== undefined;
  return app ? routeLenses(app, uri, { commands, isServing }) : [];
}

/** What can be done about the problems of routes that a range touches. */
export async function routeActionsAt(
  workspace: Workspace,
  client: Client,
  uri: string,
  range: Range,
): Promise<CodeAction[]> {
  await workspace.whenComplete();
  return routeActions(workspace.routes.known(uri)?.problems(uri) ?? [], range, {
    relates: client.relatesDiagnostics,
    edit: (edits) => workspaceEdit(workspace, client, edits),
  });
}

/** The edit that renames a handler; undefined where the position is on none. */
export async function renameHandlerAt({
  workspace,
  client,
  uri,
  position,
  newName,
}: RenameRequest): Promise<WorkspaceEdit | Refused | undefined> {
  await workspace.whenComplete();
  await workspace.refreshNames(uri);
  const app = workspace.routes.of(uri);
  const renaming = app && rename(app, uri, position, newName);
  if (!renaming) return undefined;
  if ('refusal' in renaming) return new Refused(renaming.refusal);
  const aside = refusedAside(workspace, uri);
  if (aside) return aside;
  const edits = Array.from(
    renaming.edits,
    ([of, all]) => [of, all.map(({ range, text }) => ({ range, newText: text }))] as const,
  );
  return workspaceEdit(workspace, client, new Map(edits));
}
