/** What is answered about the routes of a source, and about the functions that handle them. */
import path from 'node:path';
import { spelled } from '@slight/wit/keywords.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { CodeAction, CodeLens, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import { routeLenses } from '../routes/code-lens.ts';
import { routeActions } from '../routes/diagnostics.ts';
import { refusedBy } from '../routes/rename-refusal.ts';
import { rename } from '../routes/rename.ts';
import type { Word } from '../routes/rename.ts';
import { exportPlaces } from '../wit/world-exports.ts';
import { sourceOnDisk } from '../workspace/on-disk.ts';
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
  const reason = await refusedByTexts(workspace, uri, renaming.declared);
  if (reason !== undefined) return new Refused(reason);
  const edits = new Map(
    Array.from(renaming.edits, ([of, all]) => [
      of,
      all.map(({ range, text }): TextEdit => ({ range, newText: text })),
    ]),
  );
  const { from, to } = renaming.exported;
  for (const source of await ownWit(workspace, uri)) {
    const places = exportPlaces(source, from);
    if (places.length > 0)
      edits.set(
        source.uri,
        places.map((range) => ({ range, newText: spelled(to) })),
      );
  }
  return workspaceEdit(workspace, client, edits);
}

/** Why a text of the app does not let a function have its new name; undefined where all do. */
async function refusedByTexts(
  workspace: Workspace,
  uri: string,
  declared: readonly Word[],
): Promise<string | undefined> {
  if (declared.length === 0) return undefined;
  for (const file of workspace.appOf(uri)?.sources ?? []) {
    const of = workspace.uriOf(file);
    const open = workspace.documents.get(of)?.document.getText();
    const text = open ?? (await sourceOnDisk(file));
    const reason = text === undefined ? undefined : refusedBy(declared, of, text);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The WIT of the app itself: what it depends on is made elsewhere. */
async function ownWit(workspace: Workspace, uri: string): Promise<readonly WitSource[]> {
  const app = workspace.appOf(uri);
  if (!app) return [];
  const files = [...app.wit].filter(
    (file) => !path.relative(app.folder, file).split(path.sep).includes('deps'),
  );
  const sources = await Promise.all(files.map((file) => workspace.wit.source(file)));
  return sources.filter((source) => source !== undefined);
}
