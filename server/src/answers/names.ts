/** What is answered about the name of a capability, be it in a slightfile or in a source. */
import type {
  Location,
  LocationLink,
  Position,
  Range,
  ReferenceContext,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Client } from '../client/client.ts';
import { definition, references } from '../names/navigation.ts';
import { nameAt } from '../names/places.ts';
import { prepareRename, rename, unreached } from '../names/rename.ts';
import { typeDefinition } from '../names/type-definition.ts';
import { nameOf } from '../lsp/uri.ts';
import { definition as handlerDefinition, references as handlerReferences } from '../routes/navigation.ts';
import { prepareRename as prepareHandlerRename } from '../routes/rename.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Tell } from './answer.ts';
import { workspaceEdit } from './edit.ts';
import { openableLocations } from './openable.ts';
import { Refused } from './refused.ts';

/** The capability that serves the name at a position, or the functions that handle the route there. */
export async function definitionAt(
  workspace: Workspace,
  client: Client,
  uri: string,
  position: Position,
): Promise<LocationLink[] | Location[]> {
  await workspace.whenPlaced();
  const names = workspace.names(uri);
  const routes = workspace.routes.of(uri);
  const links = [
    ...(names ? definition(names, uri, position) : []),
    ...(routes ? handlerDefinition(routes, uri, position) : []),
  ];
  return client.definitionLinks
    ? links
    : links.map(({ targetUri, targetSelectionRange: range }) => ({ uri: targetUri, range }));
}

/** The interface that guests use the capability through. */
export async function typeDefinitionAt(
  workspace: Workspace,
  client: Client,
  uri: string,
  position: Position,
): Promise<Location[]> {
  await workspace.whenPlaced();
  const names = workspace.names(uri);
  const found = names && nameAt(names, uri, position);
  if (!found) return [];
  const files = workspace.appOf(uri)?.wit ?? [];
  const own = await Promise.all(Array.from(files, (file) => workspace.wit.source(file)));
  const locations = typeDefinition(
    found.name.kind,
    own.filter((source) => source !== undefined),
    await workspace.wit.shipped.all(),
  );
  return await openableLocations(locations, workspace, client);
}

/** Every place, so it waits until all are known. */
export async function referencesAt(
  workspace: Workspace,
  uri: string,
  position: Position,
  context: ReferenceContext,
): Promise<Location[]> {
  await workspace.whenComplete();
  const names = workspace.names(uri);
  const routes = workspace.routes.of(uri);
  return [
    ...(names ? references(names, uri, position, context) : []),
    ...(routes ? handlerReferences(routes, uri, position, context) : []),
  ];
}

/** The name that is to be typed over; undefined where the position is on no name of a capability or a handler. */
export async function prepareRenameAt(
  workspace: Workspace,
  uri: string,
  position: Position,
): Promise<{ readonly range: Range; readonly placeholder: string } | Refused | undefined> {
  await workspace.whenPlaced();
  const names = workspace.names(uri);
  const routes = workspace.routes.of(uri);
  const found =
    (names && prepareRename(names, uri, position)) ?? (routes && prepareHandlerRename(routes, uri, position));
  return found && (refusedAside(workspace, uri) ?? found);
}

/** The name at a position that is to become another, and who does it for whom. */
export interface RenameRequest {
  readonly workspace: Workspace;
  readonly client: Client;
  readonly uri: string;
  readonly position: Position;
  readonly newName: string;
  /** Called with what the rename cannot reach. */
  readonly tell: Tell;
}

/**
 * The edit that renames a capability, in the files that the index has of its app; undefined where the position is on no
 * name of one.
 */
export async function renameAt({
  workspace,
  client,
  uri,
  position,
  newName,
  tell,
}: RenameRequest): Promise<WorkspaceEdit | Refused | undefined> {
  await workspace.whenComplete();
  await workspace.refreshNames(uri);
  const names = workspace.names(uri);
  const renaming = names && rename(names, uri, position, newName);
  if (!renaming) return undefined;
  if ('refusal' in renaming) return new Refused(renaming.refusal);
  const aside = refusedAside(workspace, uri);
  if (aside) return aside;
  const left = unreached(names, renaming.from);
  if (left !== undefined) tell(left);
  const edits = Array.from(
    renaming.edits,
    ([of, all]) => [of, all.map(({ range, text }) => ({ range, newText: text }))] as const,
  );
  return workspaceEdit(workspace, client, new Map(edits));
}

/** Nobody would find the name renamed everywhere but where they stand. */
export function refusedAside(workspace: Workspace, uri: string): Refused | undefined {
  switch (workspace.aside(uri)) {
    case 'ignored':
      return new Refused(
        `${nameOf(uri)} is ignored, by an ignore file or because a build tool made its folder, and a rename leaves such files as they are. Rename in the slightfile, or in a source that is not ignored.`,
      );
    case 'gone':
      return new Refused(
        `${nameOf(uri)} was deleted or moved on disk, and a rename leaves such files as they are. Save it to have it back, or rename in the slightfile.`,
      );
    case undefined:
      return undefined;
  }
}
