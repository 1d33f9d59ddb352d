/** The slightfile of a command: read from disk, and understood or refused. */
import path from 'node:path';
import { analyzeBytes } from '@slight/slightfile/analyze.ts';
import type { Problem } from '@slight/slightfile/problem.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import { declarations, writtenSecrets } from './declarations.ts';
import { readInput, slightfileLimit } from '../input.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';

/** @throws Mistake where the file cannot be read */
export function readSlightfile(file: string): Promise<Uint8Array> {
  return readInput(file, slightfileLimit, {
    code: 'no-slightfile',
    sentences: {
      ENOENT: `There is no slightfile at ${file}. Name one with -c, or make one, whose first line is specversion = "0.2".`,
      EISDIR: `${file} is a folder. Name the slightfile in it: -c ${path.join(file, 'slightfile.toml')}`,
    },
  });
}

/**
 * What a slightfile's bytes declare.
 * @param masking told the secrets that stand in it, before anything of it is told
 * @param onProblems told what is wrong with it, also where that is nothing
 * @throws Mistake where it has an error
 */
export function understood(
  file: string,
  bytes: Uint8Array,
  masking: Masking,
  onProblems: (file: string, text: string, problems: readonly Problem[]) => void,
): Slightfile {
  const environment = new Set(Object.keys(process.env));
  const { document, slightfile, problems } = analyzeBytes(bytes, { environment });
  for (const secret of declarations(slightfile).flatMap(writtenSecrets)) masking.add(secret);
  onProblems(file, document.text, problems);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return slightfile;
  throw new Mistake(
    'slightfile-errors',
    `${file} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so nothing was started. Correct what is named above and run again.`,
  );
}
