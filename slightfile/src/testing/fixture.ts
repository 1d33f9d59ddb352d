/** The form of test/fixtures/slightfiles: a text, with what is wanted of each line in comments below it. */
import type { Surroundings } from '../checks/check.ts';
import type { Problem } from '../problem.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { LineIndex } from '@slight/text/span.ts';

const want = /^#[ ^|]* want (error|warning|information|hint) /;

/** The text without what is wanted of it. */
export function withoutWants(annotated: string): string {
  return annotated
    .split('\n')
    .filter((line) => !want.test(line))
    .join('\n');
}

/** The text with its problems below their lines. */
export function withWants(text: string, problems: readonly Problem[]): string {
  const lines = new LineIndex(text);
  const byLine = Map.groupBy(problems, ({ span }) => lines.position(span.start).line);
  return text
    .split('\n')
    .flatMap((line, number) => [line, ...(byLine.get(number) ?? []).map((found) => draw(found, line, lines))])
    .join('\n');
}

function draw({ code, severity, span, message }: Problem, line: string, lines: LineIndex): string {
  const { start, end } = lines.range(span);
  const last = end.line > start.line ? line.length : end.character;
  const carets =
    last === start.character
      ? '|'
      : '^'.repeat(Math.max(last - start.character - (start.character === 0 ? 1 : 0), 0));
  return `#${' '.repeat(Math.max(start.character - 1, 0))}${carets} want ${severity} ${code} "${message}"`;
}

/** What the first line says is known of the place of the run. */
export function surroundingsOf(text: string): Surroundings {
  const variables = /^# environment:(.*)$/m.exec(text)?.[1];
  return variables === undefined ? {} : { environment: new Set(variables.trim().split(/\s+/)) };
}

/** The text after the edits of one fix, which must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const inOrder = [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  let before = text.length;
  return inOrder.reduce((result, { span, text: replacement }) => {
    if (span.end > before) throw new Error(`edits overlap at ${span.start}`);
    before = span.start;
    return result.slice(0, span.start) + replacement + result.slice(span.end);
  }, text);
}
