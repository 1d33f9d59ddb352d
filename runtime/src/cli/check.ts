/** `slight check`: the reader's problems, as text for people or as JSON for tools. */
import { analyze } from '@slight/slightfile/analyze.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import { LineIndex } from '@slight/slightfile/span.ts';
import { readInput } from '../input.ts';
import { formatProblems } from './problems.ts';

/** @returns the exit code: 1 where any file has an error, else 0 */
export async function checkCommand(files: readonly string[], format: 'text' | 'json'): Promise<number> {
  const read = await Promise.all(files.map(async (file) => ({ file, text: await readText(file) })));
  const environment = new Set(Object.keys(process.env));
  const checked = read.map(({ file, text }) => ({
    file,
    text,
    problems: analyze(text, { environment }).problems,
  }));
  if (format === 'json') {
    process.stdout.write(JSON.stringify(checked.flatMap(toJson), undefined, 2) + '\n');
  } else {
    for (const { file, text, problems } of checked) {
      process.stdout.write(
        problems.length > 0 ? formatProblems(file, text, problems) : `${file}: no problems\n`,
      );
    }
  }
  return checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

function toJson({ file, text, problems }: { file: string; text: string; problems: readonly Problem[] }) {
  const lines = new LineIndex(text);
  return problems.map(({ code, severity, message, span }) => ({
    file,
    code,
    severity,
    message,
    range: lines.range(span),
  }));
}

async function readText(file: string): Promise<string> {
  const sentence = (reason: string) => `${file} cannot be read (${reason}). Name a slightfile that is there.`;
  return String(await readInput(file, 'no-slightfile', sentence));
}
