/**
 * The byte order mark that a file may begin with. Editors keep it to themselves, so that the text that they hand over,
 * and the positions that they count, are without it; what is read from disk must be the same text.
 */
import type { Decoded } from './decode.ts';

const mark = '\uFEFF';

/** The text of a file as an editor shows it. */
export function withoutMark(text: string): string {
  return text.startsWith(mark) ? text.slice(mark.length) : text;
}

/** The same of bytes that may be no text, with the place of the problem in what is shown. */
export function decodedWithoutMark({ text, problem }: Decoded): Decoded {
  if (!text.startsWith(mark)) return { text, ...(problem && { problem }) };
  const shown = (offset: number): number => Math.max(0, offset - mark.length);
  return {
    text: withoutMark(text),
    ...(problem && {
      problem: { ...problem, span: { start: shown(problem.span.start), end: shown(problem.span.end) } },
    }),
  };
}
