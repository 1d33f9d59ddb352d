/** Which line ends a text has: edits keep them. */
export type LineEnd = '\n' | '\r\n';

/** The line end of most lines of a text; `\n` where both are as many, and where there is none. */
export function lineEndOf(text: string): LineEnd {
  if (!text.includes('\r\n')) return '\n';
  let windows = 0;
  let others = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (text[at - 1] === '\r') windows += 1;
    else others += 1;
  }
  return windows > others ? '\r\n' : '\n';
}

/**
 * What is wanted in the place of another stretch, whose line ends are written `\n`: the first of them becomes the first
 * that is there already, and so on; those that are new become `lineEnd`. So a file with both kinds keeps each line's own.
 */
export function withOwnLineEnds(before: string, wanted: string, lineEnd: LineEnd): string {
  if (!wanted.includes('\n')) return wanted;
  const own = before.match(/\r?\n/g) ?? [];
  let at = 0;
  return wanted.replaceAll('\n', () => own[at++] ?? lineEnd);
}

/** True for an offset between the two halves of a `\r\n`, where LSP has no position and no edit may end. */
export function partsLineEnd(text: string, offset: number): boolean {
  return text[offset - 1] === '\r' && text[offset] === '\n';
}
