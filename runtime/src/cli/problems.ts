import type { Problem } from '@slight/slightfile/problem.ts';
import type { Severity } from '@slight/text/problem.ts';
import { secretSpans, withoutSecrets } from '@slight/slightfile/secrets.ts';
import { LineIndex } from '@slight/text/span.ts';
import pc from 'picocolors';
import { excerpt } from './excerpt.ts';
import { printableLine } from '../terminal/printable.ts';

const colour: Record<Severity, (text: string) => string> = {
  error: pc.red,
  warning: pc.yellow,
  information: pc.blue,
  hint: pc.dim,
};

/** How wide an excerpt is at most, with its line number: what any terminal shows on one line. */
const columns = 80;

/**
 * Problems for people: place, severity and message, then the line with the stretch that is meant underlined. Secrets
 * of the line are masked.
 *
 *     slightfile.toml:4:12 error: …  [unknown-resource]
 *       4 | resource = "keyvalue.reddis"
 *         |            ^^^^^^^^^^^^^^^^^
 */
export function formatProblems(file: string, text: string, problems: readonly Problem[]): string {
  const lines = new LineIndex(text);
  // a byte order mark takes no column
  const source = text.replace(/^\ufeff/, ' ').split(/\r\n?|\n/);
  const secrets = secretSpans(text);
  return problems
    .map(({ code, severity, message, span }) => {
      const { start, end } = lines.range(span);
      const whole = source[start.line] ?? '';
      const meant = {
        line: whole,
        start: start.character,
        end: end.line === start.line ? end.character : whole.length,
      };
      const { line, ...place } = withoutSecrets(meant, span.start - start.character, secrets);
      const number = String(start.line + 1);
      const shown = excerpt(line, place, columns - number.length - 5);
      const gutter = pc.dim(`${' '.repeat(number.length + 2)} | `);
      const where = printableLine(`${file}:${number}:${start.character + 1}`);
      return [
        `${pc.bold(where)} ${colour[severity](severity)}: ${printableLine(message)} ${pc.dim(`[${code}]`)}`,
        `${pc.dim(`  ${number} | `)}${shown.line}`,
        `${gutter}${shown.indent}${colour[severity]('^'.repeat(shown.width))}`,
        '',
      ].join('\n');
    })
    .join('');
}
