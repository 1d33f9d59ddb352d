/** What is answered about a WIT file: from what it says, and what the files around it do. */
import path from 'node:path';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type * as lsp from 'vscode-languageserver-protocol';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Client } from '../client/client.ts';
import { isWanted } from '../slightfile/actions/kinds.ts';
import { quickFixes } from '../wit/code-action.ts';
import { completion } from '../wit/completion.ts';
import { convertActions } from '../wit/convert-action.ts';
import { definition } from '../wit/definition.ts';
import { diagnostics } from '../wit/diagnostics.ts';
import { documentHighlights } from '../wit/document-highlight.ts';
import { documentLinks } from '../wit/document-link.ts';
import { documentSymbols } from '../wit/document-symbol.ts';
import { depsOf } from '../wit/folders.ts';
import { foldingRanges } from '../wit/folding-range.ts';
import { formatting, onTypeFormatting } from '../wit/formatting.ts';
import { hover } from '../wit/hover.ts';
import { isPackageUri } from '../wit/package-uri.ts';
import { references } from '../wit/references.ts';
import { prepareRename, rename } from '../wit/rename.ts';
import { selectionRanges } from '../wit/selection-range.ts';
import { semanticTokens } from '../wit/semantic-tokens.ts';
import { typeDefinition } from '../wit/type-definition.ts';
import { pathOf } from '../lsp/uri.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CancellationToken, DocumentAnswers } from './answer.ts';
import { workspaceEdit } from './edit.ts';
import { openable, openableLocations } from './openable.ts';
import { Refused } from './refused.ts';
import { merged, renameExportAt } from './rename-handler.ts';
import { sentTokens } from './tokens.ts';
import { witViews } from './wit-views.ts';

type At = { readonly position: lsp.Position };

export function witAnswers(workspace: Workspace, client: Client): DocumentAnswers {
  const { documents, wit } = workspace;
  const tokens = sentTokens();
  /** An answer from the latest version of the document alone. */
  const alone =
    <P>(feature: (source: WitSource, document: TextDocument, params: P) => unknown) =>
    (uri: string, params: P): unknown => {
      const source = wit.open(uri);
      const document = documents.get(uri)?.document;
      return source && document && feature(source, document, params);
    };
  /** An answer that other files have a part in. They are read first, then the document as it is by then. */
  const among =
    <P>(
      feature: (source: WitSource, around: WitSurroundings, document: TextDocument, params: P) => unknown,
      see = (uri: string): Promise<WitSurroundings> => wit.surroundings(uri),
    ) =>
    async (uri: string, params: P, token?: CancellationToken): Promise<unknown> => {
      const around = await see(uri);
      if (token?.isCancellationRequested) return undefined;
      return alone<P>((source, document, given) => feature(source, around, document, given))(uri, params);
    };
  /** Nothing for the text of a package: it is nobody's to change. */
  const ownOnly =
    <P>(answer: (uri: string, params: P, token?: CancellationToken) => unknown) =>
    (uri: string, params: P, token?: CancellationToken): unknown =>
      isPackageUri(uri) ? [] : answer(uri, params, token);
  return {
    diagnose: async (uri) =>
      ((await ownOnly(among(diagnostics))(uri, undefined)) as lsp.Diagnostic[] | undefined) ?? [],
    requests: {
      'textDocument/completion': among(
        (source, around, document, { position, context }: lsp.CompletionParams) =>
          completion(source, around, document, position, {
            snippets: client.snippets,
            trigger: context?.triggerCharacter,
          }),
        (uri) => wit.choices(uri),
      ),
      'textDocument/hover': among((source, around, document, { position }: At) =>
        hover(source, around, document, position),
      ),
      'textDocument/definition': among(async (source, around, document, { position }: At) => {
        const found = definition(source, around, document, position);
        return found && ((await openableLocations([found], workspace, client))[0] ?? null);
      }),
      'textDocument/typeDefinition': among((source, around, document, { position }: At) =>
        openableLocations(typeDefinition(source, around, document, position), workspace, client),
      ),
      'textDocument/documentHighlight': among((source, around, document, { position }: At) =>
        documentHighlights(source, around, document, position),
      ),
      'textDocument/references': among(
        async (source, around, document, { position, context }: lsp.ReferenceParams) =>
          openableLocations(
            references(
              source,
              around,
              document,
              position,
              await witViews(workspace, source),
              context.includeDeclaration,
            ),
            workspace,
            client,
          ),
      ),
      'textDocument/prepareRename': among((source, around, document, { position }: At) => {
        const found = prepareRename(source, around, document, position);
        return found && 'refusal' in found ? new Refused(found.refusal) : found;
      }),
      'textDocument/rename': among(
        async (source, around, document, { position, newName }: lsp.RenameParams) => {
          const all = await witViews(workspace, source);
          const renaming = rename(source, around, document, position, newName, all);
          if ('refusal' in renaming) return new Refused(renaming.refusal);
          const edits = new Map(Object.entries(renaming.changes));
          const others = await renameExportAt(workspace, source, position, newName);
          if ('refusal' in others) return new Refused(others.refusal);
          for (const [of, more] of others) edits.set(of, merged(edits.get(of) ?? [], more));
          return workspaceEdit(workspace, client, edits);
        },
      ),
      'textDocument/codeAction': ownOnly(
        among((source, around, document, { range, context }: lsp.CodeActionParams) => {
          const problems = diagnostics(source, around, document).filter(
            ({ code }) => code === 'legacy-syntax',
          );
          const conversions = source.file.syntax === 'legacy' ? convertActions(source, around, problems) : [];
          const file = client.createsFiles ? pathOf(document.uri) : undefined;
          const deps = file === undefined ? undefined : depsOf(path.dirname(file));
          return [...quickFixes(source, around, document, range, deps), ...conversions].filter(({ kind }) =>
            isWanted(kind ?? '', context.only),
          );
        }),
      ),
      'textDocument/documentLink': among(async (source, around, document) => {
        const links = documentLinks(source, around, document);
        const shown = await Promise.all(
          links.map(async (link) => ({
            ...link,
            target: await openable(link.target ?? '', workspace, client),
          })),
        );
        return shown.filter(({ target }) => target !== undefined);
      }),
      'textDocument/semanticTokens/full': among((source, around, document) =>
        tokens.full(document, semanticTokens(source, around, document)),
      ),
      'textDocument/semanticTokens/full/delta': among(
        (source, around, document, { previousResultId }: lsp.SemanticTokensDeltaParams) =>
          tokens.delta(document, semanticTokens(source, around, document), previousResultId),
      ),
      'textDocument/semanticTokens/range': among(
        (source, around, document, { range }: lsp.SemanticTokensRangeParams) =>
          semanticTokens(source, around, document, range),
      ),
      'textDocument/documentSymbol': alone((source) => documentSymbols(source)),
      'textDocument/foldingRange': alone((source, document) => foldingRanges(source, document)),
      'textDocument/selectionRange': alone((source, document, { positions }: lsp.SelectionRangeParams) =>
        selectionRanges(source, document, positions),
      ),
      'textDocument/formatting': ownOnly(
        alone((source, document, { options }: lsp.DocumentFormattingParams) =>
          formatting(source, document, options),
        ),
      ),
      'textDocument/rangeFormatting': ownOnly(
        alone((source, document, { options, range }: lsp.DocumentRangeFormattingParams) =>
          formatting(source, document, options, range),
        ),
      ),
      'textDocument/onTypeFormatting': alone(
        (source, document, { position, ch, options }: lsp.DocumentOnTypeFormattingParams) =>
          onTypeFormatting(source, document, position, ch, options),
      ),
    },
  };
}
