/** What does not fit between a slightfile and its app, in the words of the protocol. */
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import { CodeActionKind, DiagnosticTag } from 'vscode-languageserver-types';
import { declareCapability } from '../slightfile/actions/declare-capability.ts';
import { diagnosticAt } from '../lsp/diagnostic.ts';
import type { File } from '../slightfile/file.ts';
import { editOf, rangeOf } from '../lsp/ranges.ts';
import type { AppNames } from '../names/app-names.ts';
import { meet } from '../names/places.ts';
import type { AppProblem } from './known.ts';

export function appDiagnostic(file: File, problem: AppProblem): Diagnostic {
  const tag = problem.unnecessary ? DiagnosticTag.Unnecessary : undefined;
  return diagnosticAt(rangeOf(file, problem.span), problem, tag);
}

/** What starts the build task that an editor knows. */
const buildCommand = 'workbench.action.tasks.build';

function buildAction(diagnostic: Diagnostic): CodeAction {
  const title = 'Run the build task';
  const command = { title, command: buildCommand };
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command };
}

/**
 * The remedies of the problems that a range touches: a capability for what the guest imports, by a name that it opens; for
 * a module that is too old, the build, where the client has a command for it.
 */
export function appActions(
  file: File,
  problems: readonly AppProblem[],
  names: AppNames | undefined,
  range: Range,
  commands: ReadonlySet<string>,
): CodeAction[] {
  return problems.flatMap((problem) => {
    const diagnostic = appDiagnostic(file, problem);
    const { declare: kind, build } = problem;
    if (!meet(diagnostic.range, range)) return [];
    if (build && commands.has(buildCommand)) return [buildAction(diagnostic)];
    if (!kind) return [];
    const [opened = '*'] = names?.opened.get(kind)?.keys() ?? [];
    return declareCapability(file, opened, [kind]).map(({ title, edits }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: editOf(file, edits),
    }));
  });
}
