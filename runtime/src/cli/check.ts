/** `slight check`: the reader's problems, as text for people or as JSON for tools. */
import { analyzeBytes } from '@slight/slightfile/analyze.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import { LineIndex } from '@slight/text/span.ts';
import { readInput, slightfileLimit } from '../input.ts';
import { Mistake } from '../mistake.ts';
import { printableLine } from '../terminal/printable.ts';
import { formatProblems } from './problems.ts';

export interface CheckFlags {
  readonly format: 'text' | 'json';
}

/** @returns the exit code: 2 where a file could not be read, else 1 where one has an error, else 0 */
export async function checkCommand(files: readonly string[], { format }: CheckFlags): Promise<number> {
  const environment = new Set(Object.keys(process.env));
  const checked = await Promise.all(files.map((file) => check(file, environment)));
  if (format === 'json') {
    process.stdout.write(JSON.stringify(checked.flatMap(toJson), undefined, 2) + '\n');
  }
  for (const { file, text, problems, unreadable } of checked) {
    if (unreadable) process.stderr.write(`slight: ${printableLine(unreadable.message)}\n`);
    else if (format === 'text') {
      process.stdout.write(
        problems.length > 0 ? formatProblems(file, text, problems) : `${printableLine(file)}: no problems\n`,
      );
    }
  }
  if (checked.some(({ unreadable }) => unreadable)) return 2;
  return checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

interface Checked {
  readonly file: string;
  readonly text: string;
  readonly problems: readonly Problem[];
  /** Why nothing is known of it. */
  readonly unreadable?: Mistake;
}

async function check(file: string, environment: ReadonlySet<string>): Promise<Checked> {
  let bytes: Uint8Array;
  try {
    bytes = await readInput(file, slightfileLimit, {
      code: 'no-slightfile',
      sentences: {
        ENOENT:
          file === ''
            ? 'There is no slightfile with an empty name. Name one that is there.'
            : `There is no slightfile at ${file}. Name one that is there.`,
        EISDIR: `${file} is a folder. Name the slightfile in it.`,
      },
    });
  } catch (error) {
    if (error instanceof Mistake) return { file, text: '', problems: [], unreadable: error };
    throw error;
  }
  const { document, problems } = analyzeBytes(bytes, { environment });
  return { file, text: document.text, problems };
}

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function toJson({ file, text, problems, unreadable }: Checked) {
  if (unreadable) {
    return [{ file, code: 'unreadable', severity: 'error', message: unreadable.message, range: nowhere }];
  }
  const lines = new LineIndex(text);
  return problems.map(({ code, severity, message, span }) => ({
    file,
    code,
    severity,
    message,
    range: lines.range(span),
  }));
}
