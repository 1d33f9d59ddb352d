/** What is answered about the routes of a source, and about the functions that handle them. */
import type { CodeAction, CodeLens, Range } from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import { routeLenses } from '../routes/code-lens.ts';
import { routeActions } from '../routes/diagnostics.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { workspaceEdit } from './edit.ts';

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
