import { convertToComponent } from '@slight/wit/convert.ts';
import { fileName } from '@slight/wit/packages.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { rangeOf } from '../lsp/ranges.ts';

/**
 * The actions that rewrite a legacy file in the syntax of the component model: the quick fix of the problems given, which
 * are its own of code `legacy-syntax`, and the same as `refactor.rewrite`. Their edit covers the files of the folder that
 * share types with it, because a package cannot have both syntaxes. None where one of them cannot be converted.
 */
export function convertActions(
  source: WitSource,
  surroundings: WitSurroundings,
  problems: readonly Diagnostic[],
): CodeAction[] {
  const converted = convertToComponent(source, surroundings.own);
  if (!converted) return [];
  const others = converted.length - 1;
  const beside =
    others === 0
      ? ''
      : `, with ${others === 1 ? 'the file' : `the ${others} files`} that it shares types with`;
  const title = `Convert ${fileName(source.uri)}.wit to the component syntax${beside}`;
  const texts = new Map([...surroundings.own, source].map(({ uri, text }) => [uri, text]));
  const edit: WorkspaceEdit = {
    changes: Object.fromEntries(
      converted.map(({ uri, text }) => [uri, [whole(uri, texts.get(uri) ?? '', text)]]),
    ),
  };
  const rewrite: CodeAction = { title, kind: CodeActionKind.RefactorRewrite, edit };
  if (problems.length === 0) return [rewrite];
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [...problems], edit }, rewrite];
}

function whole(uri: string, before: string, newText: string) {
  const document = TextDocument.create(uri, 'wit', 0, before);
  return { range: rangeOf({ document }, { start: 0, end: before.length }), newText };
}
