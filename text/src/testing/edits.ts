import type { TextEdit } from '../problem.ts';

/** The text after its edits, which do not overlap and are in its order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const edit of edits) {
    if (edit.span.start < end)
      throw new Error(`The edit at ${edit.span.start} overlaps the one in front of it.`);
    result += text.slice(end, edit.span.start) + edit.text;
    end = edit.span.end;
  }
  return result + text.slice(end);
}
