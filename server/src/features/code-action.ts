import type { Fix, Problem, TextEdit as Edit } from '@slight/slightfile/problem.ts';
import type { Span } from '@slight/slightfile/span.ts';
import type { CodeAction, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { File } from '../workspace.ts';
import { rangeOf } from '../workspace.ts';
import { diagnosticOf } from './diagnostics.ts';

/** The kind of the one action that applies every preferred fix, for `editor.codeActionsOnSave`. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.slight`;

/** The remedies of the problems that a range touches, and `source.fixAll.slight`; of the kinds in `only`, where it is given. */
export function codeActions(file: File, range: Range, only?: readonly string[]): CodeAction[] {
  const span = { start: file.document.offsetAt(range.start), end: file.document.offsetAt(range.end) };
  const wants = (kind: string) =>
    !only || only.some((one) => kind === one || kind.startsWith(`${one}.`) || one === '');
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(file, span) : []),
    ...(wants(fixAllKind) ? fixAll(file) : []),
  ];
}

function quickFixes(file: File, { start, end }: Span): CodeAction[] {
  return file.problems
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((problem) => problem.fixes.map((fix) => quickFix(file, problem, fix)));
}

function quickFix(file: File, problem: Problem, { title, edits, preferred }: Fix): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(file, problem)],
    edit: workspaceEdit(file, edits),
    ...(preferred && { isPreferred: true }),
  };
}

function fixAll(file: File): CodeAction[] {
  const edits = preferredEdits(file.problems);
  if (edits.length === 0) return [];
  return [
    { title: 'Fix all problems that have one remedy', kind: fixAllKind, edit: workspaceEdit(file, edits) },
  ];
}

/** Of fixes that would change the same place, the first; the others are found again once that one is applied. */
function preferredEdits(problems: readonly Problem[]): readonly Edit[] {
  const edits: Edit[] = [];
  const taken = new Occupied();
  for (const { fixes } of problems) {
    const fix = fixes.find(({ preferred }) => preferred);
    if (fix?.edits.every(({ span }) => taken.isFree(span)) !== true) continue;
    for (const edit of fix.edits) taken.add(edit.span);
    edits.push(...fix.edits);
  }
  return edits;
}

/** The stretches of the text that edits have taken, in order, so that many edits in a long file are quickly placed. */
class Occupied {
  readonly #spans: Span[] = [];

  isFree(span: Span): boolean {
    const at = this.#place(span);
    const [before, after] = [this.#spans[at - 1], this.#spans[at]];
    // Two insertions at one place would depend on their order.
    return (!before || before.end < span.start) && (!after || span.end < after.start);
  }

  add(span: Span): void {
    this.#spans.splice(this.#place(span), 0, span);
  }

  #place({ start }: Span): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#spans[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function workspaceEdit(file: File, edits: readonly Edit[]): WorkspaceEdit {
  const changes = edits.map(({ span, text }) => ({ range: rangeOf(file, span), newText: text }));
  return { changes: { [file.document.uri]: changes } };
}
