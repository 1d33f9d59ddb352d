/** Comments: in a legacy file, any that stands right above something documents it. */
import type { Comment } from '../tree.ts';
import type { Rewrite } from './rewrite.ts';

/** Marks the comments right above what begins at an offset as documentation. */
export function rewriteDocs(rewrite: Rewrite, start: number): void {
  const { text } = rewrite.source;
  for (const { doc, span } of docsAbove(rewrite, start)) {
    if (!doc) rewrite.insert(span.start + 2, text[span.start + 1] ?? '');
  }
}

/** Where the comments at the head of the file end that are about the file, and not about what comes first in it. */
export function headEnd(rewrite: Rewrite): number {
  const { file, text } = rewrite.source;
  const [first] = file.items;
  const comments = rewrite.commentsIn({ start: 0, end: first?.span.start ?? text.length });
  const docs = first && first.kind !== 'use' ? docsAbove(rewrite, first.span.start) : [];
  return comments[comments.length - docs.length - 1]?.span.end ?? 0;
}

/** Those with lines of their own between a token and the one before it, up to the first blank line. */
function docsAbove(rewrite: Rewrite, start: number): readonly Comment[] {
  const { text } = rewrite.source;
  const index = rewrite.indexAt(start);
  const comments = rewrite.comments.slice(
    rewrite.tokens[index]?.firstComment,
    rewrite.tokens[index + 1]?.firstComment,
  );
  let below = start;
  const isAbove = ({ span }: Comment): boolean => {
    const ends = text.slice(span.end, below).split('\n').length - 1;
    const isAlone = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start).trim() === '';
    below = span.start;
    // a rule of slashes is decoration
    return ends === 1 && (span.start === 0 || isAlone) && !text.startsWith('////', span.start);
  };
  const from = comments.findLastIndex((comment) => !isAbove(comment));
  return comments.slice(from + 1);
}
