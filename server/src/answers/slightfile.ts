/** What is answered about a slightfile. */
import type * as lsp from 'vscode-languageserver-protocol';
import { isWanted } from '../slightfile/actions/kinds.ts';
import type { Client } from '../client/client.ts';
import { codeActions } from '../slightfile/code-action.ts';
import { codeLenses } from '../slightfile/code-lens.ts';
import { completion } from '../slightfile/completion.ts';
import { documentHighlights } from '../slightfile/document-highlight.ts';
import { documentLinks } from '../slightfile/document-link.ts';
import { documentSymbols } from '../slightfile/document-symbol.ts';
import { foldingRanges } from '../slightfile/folding-range.ts';
import { formatting } from '../slightfile/formatting.ts';
import { hover } from '../slightfile/hover.ts';
import { inlayHints } from '../slightfile/inlay-hint.ts';
import { linkedEditing } from '../slightfile/linked-editing.ts';
import { onTypeFormatting } from '../slightfile/on-type-formatting.ts';
import { selectionRanges } from '../slightfile/selection-range.ts';
import { semanticTokens } from '../slightfile/semantic-tokens.ts';
import type { File } from '../slightfile/file.ts';
import { rangeOf } from '../lsp/ranges.ts';
import type { Mention } from '../slightfile/mentions.ts';
import { mentionAt, mentionsOf } from '../slightfile/mentions.ts';
import { appActions } from '../module/diagnostics.ts';
import { referenceLenses } from '../names/code-lens.ts';
import { prepareSecretRename, renameSecret } from '../names/rename-secret.ts';
import type { Settings } from '../client/settings.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { DocumentAnswers, Tell } from './answer.ts';
import { slightfileDiagnostics } from './diagnose.ts';
import { workspaceEdit } from './edit.ts';
import { existing } from './links.ts';
import { nameActionsIn } from './name-actions.ts';
import { definitionAt, prepareRenameAt, referencesAt, renameAt, typeDefinitionAt } from './names.ts';
import { Refused } from './refused.ts';
import { sentTokens } from './tokens.ts';

export function slightfileAnswers(
  workspace: Workspace,
  client: Client,
  settings: Settings,
  tell: Tell,
): DocumentAnswers {
  const tokens = sentTokens();
  /** An answer that is given from the latest version of the document. */
  const from =
    <P>(feature: (file: File, params: P) => unknown) =>
    (uri: string, params: P): unknown => {
      const file = workspace.file(uri);
      return file && feature(file, params);
    };
  return {
    diagnose: (uri) => {
      const file = workspace.file(uri);
      return file && slightfileDiagnostics(workspace, client, file, workspace.encodingProblem(file));
    },
    requests: {
      'textDocument/completion': from((file, { position, context }: lsp.CompletionParams) =>
        completion(file, position, { snippets: client.snippets, trigger: context?.triggerCharacter }),
      ),
      'textDocument/hover': from((file, { position }: lsp.HoverParams) => hover(file, position)),
      'textDocument/codeAction': from(async (file, { range, context }: lsp.CodeActionParams) => [
        ...codeActions(file, range, context.only, {
          resolves: client.resolvesActions,
          disables: client.disablesActions,
        }),
        ...appActions(
          file,
          workspace.appProblems(file),
          workspace.names(file.document.uri),
          range,
          client.commands,
        ).filter(({ kind }) => isWanted(kind ?? '', context.only)),
        ...(isWanted('quickfix', context.only) ? await nameActionsIn(workspace, client, file, range) : []),
      ]),
      'textDocument/codeLens': from((file) => {
        const { uri } = file.document;
        const names = workspace.names(uri);
        return [
          ...codeLenses(file, {
            commands: client.commands,
            codicons: client.codicons,
            isRunning: workspace.running.has(uri),
            url: workspace.running.urlOf(uri),
            serving: workspace.serving.get(uri) ?? [],
          }),
          ...(names ? referenceLenses(names, uri, client.commands) : []),
        ];
      }),
      'textDocument/documentSymbol': from((file) => documentSymbols(file)),
      'textDocument/foldingRange': from((file) => foldingRanges(file)),
      'textDocument/selectionRange': from((file, { positions }: lsp.SelectionRangeParams) =>
        selectionRanges(file, positions),
      ),
      'textDocument/documentHighlight': from((file, { position }: lsp.DocumentHighlightParams) =>
        documentHighlights(file, position),
      ),
      'textDocument/linkedEditingRange': from((file, { position }: lsp.LinkedEditingRangeParams) =>
        linkedEditing(file, position),
      ),
      'textDocument/documentLink': from((file) => existing((exists) => documentLinks(file, exists))),
      'textDocument/inlayHint': from(async (file, { range }: lsp.InlayHintParams) => {
        const { uri } = file.document;
        return inlayHints(file, range, {
          settings: await settings.of(uri),
          serving: workspace.serving.get(uri) ?? [],
          url: workspace.running.urlOf(uri),
        });
      }),
      'textDocument/formatting': from((file, { options }: lsp.DocumentFormattingParams) =>
        formatting(file, options),
      ),
      'textDocument/rangeFormatting': from((file, { options, range }: lsp.DocumentRangeFormattingParams) =>
        formatting(file, options, range),
      ),
      'textDocument/onTypeFormatting': from((file, { position, ch }: lsp.DocumentOnTypeFormattingParams) =>
        onTypeFormatting(file, position, ch),
      ),
      'textDocument/semanticTokens/full': from((file) => tokens.full(file.document, semanticTokens(file))),
      'textDocument/semanticTokens/full/delta': from(
        (file, { previousResultId }: lsp.SemanticTokensDeltaParams) =>
          tokens.delta(file.document, semanticTokens(file), previousResultId),
      ),
      'textDocument/semanticTokens/range': from((file, { range }: lsp.SemanticTokensRangeParams) =>
        semanticTokens(file, range),
      ),
      'textDocument/definition': from(async (file, { position }: lsp.DefinitionParams) => {
        const found = await definitionAt(workspace, client, file.document.uri, position);
        return found.length > 0 ? found : mentions(file, position, ({ gives }) => gives);
      }),
      'textDocument/typeDefinition': (uri, { position }: lsp.TypeDefinitionParams) =>
        typeDefinitionAt(workspace, client, uri, position),
      'textDocument/references': from(async (file, { position, context }: lsp.ReferenceParams) => {
        const found = await referencesAt(workspace, file.document.uri, position, context);
        return found.length > 0
          ? found
          : mentions(file, position, ({ gives }) => !gives || context.includeDeclaration);
      }),
      'textDocument/prepareRename': from(
        async (file, { position }: lsp.PrepareRenameParams) =>
          prepareSecretRename(file, position) ??
          (await prepareRenameAt(workspace, file.document.uri, position)),
      ),
      'textDocument/rename': from(async (file, { position, newName }: lsp.RenameParams) => {
        const { uri } = file.document;
        const secret = await renameSecret(file, position, newName);
        if (secret && 'refusal' in secret) return new Refused(secret.refusal);
        if (secret) return workspaceEdit(workspace, client, new Map([[uri, secret]]));
        return await renameAt({ workspace, client, uri, position, newName, tell });
      }),
    },
  };
}

/** The places of the file that speak of the thing at a position. */
function mentions(
  file: File,
  position: lsp.Position,
  isWanted: (mention: Mention) => boolean,
): lsp.Location[] {
  const mention = mentionAt(file, file.document.offsetAt(position));
  if (!mention) return [];
  return mentionsOf(file, mention)
    .filter(isWanted)
    .map(({ span }) => ({ uri: file.document.uri, range: rangeOf(file, span) }));
}
