/** The layout of one line by itself: for files with an error elsewhere, as one that is being typed has. */
import type { TextEdit } from '@slight/text/problem.ts';
import { formatWit } from './format.ts';
import { parse } from './parse.ts';
import type { Syntax } from './tree.ts';

/** What a line may stand in, as the text before it and after it; the first in which it has no error counts. */
const surroundings: Readonly<Record<Syntax, readonly (readonly [string, string])[]>> = {
  component: [
    ['', ''],
    ['interface a {\n', '\n}'],
    ['world a {\n', '\n}'],
    ['interface a {\nresource b {\n', '\n}\n}'],
    ['interface a {\nrecord b {\n', '\n}\n}'],
    ['interface a {\nvariant b {\n', '\n}\n}'],
  ],
  legacy: [
    ['', ''],
    ['resource a {\n', '\n}'],
    ['record a {\n', '\n}'],
    ['variant a {\n', '\n}'],
  ],
};

/**
 * The edits that lay a line out, but for its indentation: one that is a whole item, a whole member, or the beginning of a
 * block. Nothing, where it is none of these, and where it would become several lines.
 */
export function formatWitLine(line: string, syntax: Syntax): readonly TextEdit[] {
  const content = line.trimEnd();
  const isOpen = content.endsWith('{');
  for (const [before, after] of surroundings[syntax]) {
    const text = before + line + (isOpen ? '\n}' : '') + after;
    const file = parse(text, { syntax });
    if (file.errors.length > 0) continue;
    const first = before.length + line.length - line.trimStart().length;
    const last = before.length + line.length;
    const within = formatWit(file, text).flatMap(({ span, text: wanted }): readonly TextEdit[] => {
      if (span.start < first || span.start > last) return [];
      // what follows the line is not in the file
      const end = Math.min(span.end, last);
      const put = span.end < last ? wanted : wanted.replace(/\n[^]*/, '');
      const edit = { span: { start: span.start - before.length, end: end - before.length }, text: put };
      return edit.span.start === edit.span.end && put === '' ? [] : [edit];
    });
    return within.some(({ text: wanted }) => wanted.includes('\n')) ? [] : within;
  }
  return [];
}
