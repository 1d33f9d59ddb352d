import type { Problem, Severity } from '@slight/slightfile/problem.ts';
import { LineIndex } from '@slight/slightfile/span.ts';
import pc from 'picocolors';

const colour: Record<Severity, (text: string) => string> = {
  error: pc.red,
  warning: pc.yellow,
  information: pc.blue,
  hint: pc.dim,
};

/**
 * Problems for people: place, severity and message, then the line with the stretch that is meant underlined.
 *
 *     slightfile.toml:4:12 error: …  [unknown-resource]
 *       4 | resource = "keyvalue.reddis"
 *         |            ^^^^^^^^^^^^^^^^^
 */
export function formatProblems(file: string, text: string, problems: readonly Problem[]): string {
  const lines = new LineIndex(text);
  const source = text.split('\n');
  return problems
    .map(({ code, severity, message, span }) => {
      const { start, end } = lines.range(span);
      const line = (source[start.line] ?? '').replace(/\r$/, '');
      const number = String(start.line + 1);
      const width = Math.max(1, (end.line === start.line ? end.character : line.length) - start.character);
      const gutter = pc.dim(`${' '.repeat(number.length + 2)} | `);
      // tabs stay tabs, so that the carets stand below what they mean
      const indent = line.slice(0, start.character).replace(/[^\t]/g, ' ');
      return [
        `${pc.bold(`${file}:${number}:${start.character + 1}`)} ${colour[severity](severity)}: ${message} ${pc.dim(`[${code}]`)}`,
        `${pc.dim(`  ${number} | `)}${line}`,
        `${gutter}${indent}${colour[severity]('^'.repeat(width))}`,
        '',
      ].join('\n');
    })
    .join('');
}
