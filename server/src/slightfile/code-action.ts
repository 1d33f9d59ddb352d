import { sourceOf } from '@slight/slightfile/edits/source.ts';
import type { Span } from '@slight/text/span.ts';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { Action, LazyAction } from './actions/action.ts';
import { blockAt, overlaps } from './actions/blocks.ts';
import { actions } from './actions/index.ts';
import { fixAllKind, isWanted } from './actions/kinds.ts';
import { sealValue } from './actions/move-to-secrets.ts';
import { preferredEdits } from './actions/preferred.ts';
import { errorsAfter } from './actions/readable.ts';
import type { File } from './file.ts';
import { editOf } from '../lsp/ranges.ts';
import { diagnosticOf } from './diagnostics.ts';

/** What the client can do with actions, as it says of itself; without a word, nothing. */
export interface ActionClient {
  /** It has the edit of an action made when that is chosen (`codeAction.resolveSupport`, `dataSupport`). */
  readonly resolves?: boolean;
  /** It shows why an action cannot be done (`codeAction.disabledSupport`). */
  readonly disables?: boolean;
}

/**
 * What can be done at a range: the remedies of the problems that it touches, the actions of ../actions, and
 * `source.fixAll`; of the kinds in `only`, where it is given. One that two kinds offer is given once.
 */
export function codeActions(
  file: File,
  range: Range,
  only?: readonly string[],
  client: ActionClient = {},
): CodeAction[] {
  const span = { start: file.document.offsetAt(range.start), end: file.document.offsetAt(range.end) };
  const wants = (kind: string) => isWanted(kind, only);
  // on a save, nobody asks what could be done where the cursor is
  const isForPlace = only?.every((kind) => kind.startsWith(CodeActionKind.Source)) !== true;
  const all = [
    ...(isForPlace ? [...fixesAt(file, span), ...actionsAt(file, span)] : []),
    ...(wants(fixAllKind) ? fixAll(file) : []),
  ];
  const shown = all.filter((action) => wants(action.kind) && isFor(client, action));
  const distinct = [...Map.groupBy(shown, effectOf).values()].flatMap(([first]) => first ?? []);
  return distinct.map((action) => toCodeAction(file, action));
}

/** The document that a lazy action is about; undefined where the action is none of ours. */
export function uriOfAction({ data }: CodeAction): string | undefined {
  return isLazy(data) ? data.uri : undefined;
}

/**
 * The action with its edit, as it was chosen. Where the document has changed since, or is not open, there is no edit.
 * Where it cannot be done, there is none either, and `disabled.reason` is the sentence to show.
 * @param file the document of `uriOfAction`
 * @param folder of the user's key; if not given, the user's
 */
export async function resolveCodeAction(
  action: CodeAction,
  file: File | undefined,
  folder?: string,
): Promise<CodeAction> {
  const data: unknown = action.data;
  if (!file || !isLazy(data) || data.uri !== file.document.uri) return action;
  try {
    const edits = await sealValue(file, data, folder);
    // the document may have been edited in the meantime
    if (!edits || file.document.version !== data.version) return action;
    return { ...action, edit: editOf(file, edits) };
  } catch (error) {
    return { ...action, disabled: { reason: error instanceof Error ? error.message : String(error) } };
  }
}

function isLazy(data: unknown): data is LazyAction {
  return (
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    data.kind === 'move-to-secrets' &&
    'uri' in data
  );
}

function isFor({ resolves, disables }: ActionClient, action: Action): boolean {
  if ('lazy' in action) return resolves === true;
  return 'edits' in action || disables === true;
}

/** What choosing it would do, so that one thing is not offered twice. */
function effectOf(action: Action): string {
  if ('lazy' in action) return JSON.stringify(action.lazy);
  return 'edits' in action ? JSON.stringify(action.edits) : action.title;
}

function toCodeAction(file: File, action: Action): CodeAction {
  const { title, kind, problem, preferred } = action;
  return {
    title,
    kind,
    ...(problem && { diagnostics: [diagnosticOf(file, problem)] }),
    ...('edits' in action && { edit: editOf(file, action.edits) }),
    ...('lazy' in action && { data: action.lazy }),
    ...('disabled' in action && { disabled: { reason: action.disabled } }),
    ...(preferred && { isPreferred: true }),
  };
}

function actionsAt(file: File, span: Span): readonly Action[] {
  const place = { span, source: sourceOf(file.slightfile.document), block: blockAt(file, span) };
  return actions.flatMap((actionsOf) => actionsOf(file, place));
}

function fixesAt(file: File, span: Span): readonly Action[] {
  const kind = CodeActionKind.QuickFix;
  const { errors } = file.slightfile.document;
  const problems = file.problems.filter((problem) => overlaps(problem.span, span));
  const syntax = new Set(problems.filter(({ code }) => code === 'toml-syntax').slice(0, mostRead));
  return problems.flatMap((problem) =>
    problem.fixes
      .filter(
        ({ edits }) =>
          problem.code !== 'toml-syntax' || (syntax.has(problem) && errorsAfter(file, edits) < errors.length),
      )
      .map((fix) => ({ ...fix, kind, problem })),
  );
}

/** Of how many fixes of the syntax the outcome is read: each reads the whole text again. */
const mostRead = 16;

function fixAll(file: File): readonly Action[] {
  const edits = preferredEdits(file);
  if (edits.length === 0) return [];
  return [{ title: 'Fix all auto-fixable problems', kind: fixAllKind, edits }];
}
