/** Another name for a handler, in all that says it: its sources, its routes, and the WIT of its world. */
import path from 'node:path';
import type { WitSource } from '@slight/wit/surroundings.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { distinct } from '../names/rename.ts';
import type { Refusal } from '../names/rename.ts';
import type { AppRoutes } from '../routes/app-routes.ts';
import { pathOf } from '../lsp/uri.ts';
import { namesakes } from '../routes/namesakes.ts';
import { elsewhere, whole } from '../routes/rename-elsewhere.ts';
import { named, renaming as renamingOf } from '../routes/rename.ts';
import type { HandlerRenaming, Named } from '../routes/rename.ts';
import { rename as renameInWit } from '../wit/rename.ts';
import { pointedAt } from '../wit/view.ts';
import { exportPlaces } from '../wit/world-exports.ts';
import { sourceOnDisk } from '../workspace/on-disk.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { workspaceEdit } from './edit.ts';
import { refusedAside } from './names.ts';
import type { RenameRequest } from './names.ts';
import { Refused } from './refused.ts';
import { witViews } from './wit-views.ts';

type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/** The edit that renames the handler at a position of a source; undefined where the position is on none. */
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
  const found = app && named(app, uri, position);
  if (!found) return undefined;
  const aside = refusedAside(workspace, uri);
  if (aside) return aside;
  const edits = await editsOf(workspace, app, found, newName);
  return 'refusal' in edits ? new Refused(edits.refusal) : workspaceEdit(workspace, client, edits);
}

/**
 * The edits of sources and of other WIT that go with another name for an export of a world; none where a position of WIT
 * is on no export that a source handles.
 */
export async function renameExportAt(
  workspace: Workspace,
  source: WitSource,
  position: Position,
  newName: string,
): Promise<Edits | Refusal> {
  const around = await workspace.wit.surroundings(source.uri);
  const offset = documentOf(source).offsetAt(position);
  const target = pointedAt(source, around, offset)?.name.target;
  const declaring = target && [source, ...around.own].find(({ uri }) => uri === target.uri);
  const exported = declaring?.text.slice(target?.span.start, target?.span.end).replace(/^%/, '');
  if (!target || !declaring || exported === undefined) return new Map();
  const start = documentOf(declaring).positionAt(target.span.start);
  const isExport = exportPlaces(declaring, exported).some(
    (range) => range.start.line === start.line && range.start.character === start.character,
  );
  if (!isExport) return new Map();
  await workspace.whenComplete();
  const { uri } = declaring;
  await workspace.refreshNames(uri);
  const app = workspace.routes.of(uri);
  const wit = await ownWit(workspace, uri);
  if (!app || !wit.some((one) => one.uri === uri)) return new Map();
  const { handlers, routes } = namesakes(app, exported, uri);
  const isHandled = routes.length > 0 || handlers.some(({ isExported }) => isExported === true);
  if (!isHandled) return new Map();
  return await editsOf(
    workspace,
    app,
    { exported, written: exported, uri },
    newName.trim().replace(/^%/, ''),
  );
}

async function editsOf(
  workspace: Workspace,
  app: AppRoutes,
  from: Named,
  typed: string,
): Promise<Edits | Refusal> {
  const wit = (await ownWit(workspace, from.uri)).flatMap((source) => {
    const places = exportPlaces(source, from.exported);
    return places.length > 0 ? [{ source, places }] : [];
  });
  const renaming = renamingOf(app, { ...from, besides: wit.map(({ source }) => source.uri) }, typed);
  if ('refusal' in renaming) return renaming;
  const others = await elsewhereOf(workspace, app, renaming);
  if ('refusal' in others) return others;
  const edits = new Map<string, readonly TextEdit[]>(
    Array.from(renaming.edits, ([of, all]) => [of, all.map(({ range, text }) => ({ range, newText: text }))]),
  );
  for (const [of, more] of others) edits.set(of, merged(edits.get(of) ?? [], more));
  const { to } = renaming.exported;
  for (const { source, places } of wit) {
    if (!renaming.files.has(source.uri) || to === from.exported) continue;
    const [around, views] = [await workspace.wit.surroundings(source.uri), await witViews(workspace, source)];
    for (const { start } of places) {
      const found = renameInWit(source, around, documentOf(source), start, to, views);
      if ('refusal' in found) return found;
      for (const [of, all] of Object.entries(found.changes)) edits.set(of, merged(edits.get(of) ?? [], all));
    }
  }
  return edits;
}

/** The edits of a file that two have found, each once. */
export function merged(edits: readonly TextEdit[], more: readonly TextEdit[]): readonly TextEdit[] {
  const all = [...edits, ...more].map(({ range, newText: text }) => ({ range, text }));
  return distinct(all).map(({ range, text }) => ({ range, newText: text }));
}

/** What the other texts of the app need of new names, by file; or why one of them does not let a function have its own. */
async function elsewhereOf(
  workspace: Workspace,
  { guests }: AppRoutes,
  { declared }: HandlerRenaming,
): Promise<Edits | Refusal> {
  const [first] = declared;
  const edits = new Map<string, readonly TextEdit[]>();
  if (!first) return edits;
  const textOf = async (uri: string, file: string): Promise<string | undefined> =>
    workspace.documents.get(uri)?.document.getText() ?? (await sourceOnDisk(file));
  const words = await Promise.all(
    declared.map(async (word) => whole(word, (await textOf(word.uri, pathOf(word.uri) ?? '')) ?? '')),
  );
  for (const file of workspace.appOf(first.uri)?.sources ?? []) {
    const uri = workspace.uriOf(file);
    const near = words.filter((word) => guests.areOne(word.uri, uri));
    if (near.length === 0) continue;
    const text = await textOf(uri, file);
    const found = text === undefined ? [] : elsewhere(near, uri, text);
    if ('refusal' in found) return found;
    if (found.length > 0) edits.set(uri, found);
  }
  return edits;
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

function documentOf({ uri, text }: WitSource): TextDocument {
  return TextDocument.create(uri, 'wit', 0, text);
}
