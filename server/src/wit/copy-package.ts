/** Packages that a file names and deps/ lacks: copied there, as the tools that fetch them lay them out (`wkg wit fetch`). */
import path from 'node:path';
import type { WitProblem } from '@slight/wit/problem.ts';
import type { PackageCopy } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, CreateFile, TextDocumentEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import { nameOf, uriOf } from '../lsp/uri.ts';
import { diagnosticOf } from './diagnostics.ts';
import { isPackageUri } from './package-uri.ts';

/** One edit of the workspace that makes the files in `deps`, the path of the package's folder of dependencies. */
export function copyAction(
  document: TextDocument,
  problem: WitProblem & { readonly copies: readonly PackageCopy[] },
  deps: string,
): CodeAction {
  return {
    title: titleOf(problem.copies),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(document, problem)],
    isPreferred: true,
    edit: { documentChanges: problem.copies.flatMap((copy) => created(copy, deps)) },
  };
}

function titleOf([first, ...needed]: readonly PackageCopy[]): string {
  const title = `Copy \`${first?.name ?? ''}\` to deps/`;
  if (needed.length === 0) return title;
  return needed.length === 1
    ? `${title}, with \`${needed[0]?.name ?? ''}\`, which it needs`
    : `${title}, with the ${needed.length} packages that it needs`;
}

function created({ name, sources }: PackageCopy, deps: string): (CreateFile | TextDocumentEdit)[] {
  const folder = path.join(deps, name.replaceAll(/[:@]/g, '-'));
  return sources.flatMap((source) => {
    const uri = uriOf(path.join(folder, isPackageUri(source.uri) ? 'package.wit' : nameOf(source.uri)));
    const start = { line: 0, character: 0 };
    return [
      { kind: 'create', uri },
      {
        textDocument: { uri, version: null },
        edits: [{ range: { start, end: start }, newText: source.text }],
      },
    ];
  });
}
