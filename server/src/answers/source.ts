/** What is answered about a guest's source. */
import path from 'node:path';
import type * as lsp from 'vscode-languageserver-protocol';
import { CodeActionKind } from 'vscode-languageserver-types';
import { isWanted } from '../slightfile/actions/kinds.ts';
import type { Client } from '../client/client.ts';
import { servingNow } from '../slightfile/inlay-hint.ts';
import { openingAt } from '../sources/opening-at.ts';
import { mayRoute } from '../sources/routes/read.ts';
import { routeHandlerAt } from '../sources/routes/route-at.ts';
import type { Declaration } from '../names/app-names.ts';
import { createSlightfile } from '../names/code-action.ts';
import { nameCompletion } from '../names/completion.ts';
import { nameHover } from '../names/hover.ts';
import { highlights } from '../names/navigation.ts';
import { handlerCompletion } from '../routes/completion.ts';
import { routeHover } from '../routes/hover.ts';
import { highlights as handlerHighlights } from '../routes/navigation.ts';
import { routeSymbols } from '../routes/symbols.ts';
import { pathOf, uriOf } from '../lsp/uri.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { exists } from '../workspace/on-disk.ts';
import type { DocumentAnswers, Tell } from './answer.ts';
import { sourceDiagnostics } from './diagnose.ts';
import { nameActionsAt } from './name-actions.ts';
import { renameHandlerAt } from './rename-handler.ts';
import { routeActionsAt, routeLensesIn } from './routes.ts';
import { definitionAt, prepareRenameAt, referencesAt, renameAt, typeDefinitionAt } from './names.ts';

export function sourceAnswers(workspace: Workspace, client: Client, tell: Tell): DocumentAnswers {
  return {
    diagnose: (uri) => sourceDiagnostics(workspace, client, uri),
    requests: {
      'textDocument/completion': async (uri, { position }: lsp.CompletionParams) => {
        await workspace.whenPlaced();
        const open = workspace.documents.get(uri);
        const names = workspace.names(uri);
        if (open?.kind.kind !== 'source' || !names) return [];
        const { document, kind } = open;
        const [text, offset] = [document.getText(), document.offsetAt(position)];
        const slot = openingAt(text, kind.language, offset);
        if (slot) return nameCompletion(names, document, position, slot);
        const handler = mayRoute(text, kind.language)
          ? routeHandlerAt(text, kind.language, offset)
          : undefined;
        const routes = handler && workspace.routes.of(uri);
        return routes ? handlerCompletion(routes, document, kind.language, handler) : [];
      },
      'textDocument/hover': async (uri, { position }: lsp.HoverParams) => {
        await workspace.whenPlaced();
        const names = workspace.names(uri);
        const routes = workspace.routes.of(uri);
        const now = ({ uri: of, resource, name }: Declaration) =>
          servingNow(workspace.serving.get(of) ?? [], resource, name)?.tooltip;
        return (
          (names && nameHover(names, uri, position, now)) ?? (routes && routeHover(routes, uri, position))
        );
      },
      'textDocument/definition': (uri, { position }: lsp.DefinitionParams) =>
        definitionAt(workspace, client, uri, position),
      'textDocument/typeDefinition': (uri, { position }: lsp.TypeDefinitionParams) =>
        typeDefinitionAt(workspace, client, uri, position),
      'textDocument/references': (uri, { position, context }: lsp.ReferenceParams) =>
        referencesAt(workspace, uri, position, context),
      'textDocument/documentHighlight': (uri, { position }: lsp.DocumentHighlightParams) => {
        const names = workspace.names(uri);
        const routes = workspace.routes.of(uri);
        return [
          ...(names ? highlights(names, uri, position) : []),
          ...(routes ? handlerHighlights(routes, uri, position) : []),
        ];
      },
      'textDocument/prepareRename': (uri, { position }: lsp.PrepareRenameParams) =>
        prepareRenameAt(workspace, uri, position),
      'textDocument/rename': async (uri, { position, newName }: lsp.RenameParams) => {
        const request = { workspace, client, uri, position, newName, tell };
        return (await renameAt(request)) ?? (await renameHandlerAt(request));
      },
      'textDocument/codeLens': (uri) => routeLensesIn(workspace, client, uri),
      'textDocument/documentSymbol': async (uri) => {
        await workspace.whenPlaced();
        const routes = workspace.routes.of(uri);
        return routes ? routeSymbols(routes, uri) : [];
      },
      'textDocument/codeAction': (uri, params: lsp.CodeActionParams) =>
        actions(workspace, client, uri, params),
    },
  };
}

async function actions(
  workspace: Workspace,
  client: Client,
  uri: string,
  { range, context: { only } }: lsp.CodeActionParams,
): Promise<lsp.CodeAction[]> {
  if (!isWanted(CodeActionKind.QuickFix, only)) return [];
  const found = await nameActionsAt(workspace, client, uri, range);
  if (found) return [...found, ...(await routeActionsAt(workspace, client, uri, range))];
  return client.createsFiles ? await creation(workspace, uri, range) : [];
}

/** Where no slightfile is near, one can be made for the name that the cursor is on. */
async function creation(workspace: Workspace, uri: string, range: lsp.Range): Promise<lsp.CodeAction[]> {
  const document = workspace.documents.get(uri)?.document;
  const file = pathOf(uri);
  if (!document || file === undefined) return [];
  const offset = document.offsetAt(range.start);
  const opening = workspace
    .reading(uri)
    ?.openings.find(({ name }) => name && name.span.start <= offset && offset <= name.span.end);
  const [kind] = opening?.kinds ?? [];
  if (!opening?.name || opening.name.value === '' || !kind) return [];
  const target = uriOf(path.join(await packageOf(file), 'slightfile.toml'));
  return [createSlightfile(target, kind, opening.name.value)];
}

const manifests = ['Cargo.toml', 'package.json', 'go.mod', 'CMakeLists.txt', 'Makefile', 'pyproject.toml'];

/** The folder of the package that a source belongs to, else its own. */
async function packageOf(file: string): Promise<string> {
  const own = path.dirname(file);
  for (let folder = own; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    for (const manifest of manifests) {
      if (await exists(uriOf(path.join(folder, manifest)))) return folder;
    }
  }
  return own;
}
