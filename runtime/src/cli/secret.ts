/** `slight secret`: seals a value and puts it into the slightfile, whose comments and order stay as they are. */
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { keyFolder } from '@slight/secrets/key.ts';
import { placeSecret } from '@slight/secrets/place.ts';
import { sealSecret } from '@slight/secrets/seal.ts';
import { analyzeBytes } from '@slight/slightfile/analyze.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { lock } from '../lock.ts';
import { Mistake } from '../mistake.ts';
import { userKey } from '../app/secrets.ts';
import { readSlightfile } from '../app/slightfile.ts';
import { atEdge } from '../system-error.ts';
import { printableLine } from '../terminal/printable.ts';
import { formatProblems } from './problems.ts';
import { replaceFile, requireWritable } from './replace-file.ts';

export interface SecretFlags {
  /** The name of the secret. */
  readonly key: string;
  /** Absent: read from standard input, without the newline at its end. */
  readonly value?: string;
}

/**
 * @throws Mistake where the slightfile cannot be read as one, or is not to be written
 */
export async function secretCommand(file: string, { key: name, value }: SecretFlags): Promise<void> {
  if (name === '') {
    throw new Mistake('usage', 'A secret cannot have an empty name. Give it one: slight secret -k NAME');
  }
  const edge = { deed: `${file} cannot be written, so nothing was changed` };
  // before a value is asked for
  await readable(file, name);
  await atEdge(edge, () => requireWritable(file));
  const secret = value ?? (await fromInput(name));
  const key = await userKey();
  // one at a time: what another puts in meanwhile is not to be lost
  using _turn = await turn();
  const { text, place } = await readable(file, name);
  const edit = place(sealSecret(key, name, secret));
  const changed = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
  await atEdge(edge, () => replaceFile(file, changed));
  process.stderr.write(printableLine(`slight: ${name} is in ${file}, sealed with your key.`) + '\n');
}

/** @throws Mistake where the file is none that a secret can be put into */
async function readable(
  file: string,
  name: string,
): Promise<{ readonly text: string; readonly place: (sealed: string) => TextEdit }> {
  const { document, slightfile, problems } = analyzeBytes(await readSlightfile(file));
  const { text } = document;
  const encoding = problems.filter(({ code }) => code === 'not-utf8');
  if (encoding.length > 0) {
    process.stderr.write(formatProblems(file, text, encoding));
    throw new Mistake(
      'slightfile-errors',
      `${file} is not valid UTF-8, so nothing was changed. Save it as UTF-8.`,
    );
  }
  if (document.errors.length > 0) {
    throw new Mistake(
      'slightfile-errors',
      `${file} is not valid TOML, so nothing was changed. See what is wrong with it: slight check ${file}`,
    );
  }
  const place = (sealed: string): TextEdit => {
    const edit = placeSecret(slightfile, name, sealed);
    if (edit) return edit;
    const why = problems.filter(
      ({ code, message }) => code === 'wrong-type' && message.startsWith('secret_settings '),
    );
    process.stderr.write(formatProblems(file, text, why));
    throw new Mistake(
      'slightfile-errors',
      `The secret_settings of ${file} are not a list, so nothing was changed.`,
    );
  };
  // where nothing can be placed, that is told now
  place('');
  return { text, place };
}

/** Among the user's commands; undefined where there is no place for a lock, as where the key can only be read. */
async function turn(): Promise<Disposable | undefined> {
  return lock(path.join(keyFolder(), 'turn'), new AbortController().signal).catch(() => undefined);
}

/** What a person types, which is not shown. */
async function typed(name: string): Promise<string> {
  process.stderr.write(printableLine(`Value of ${name} (not shown): `));
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  using line = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // the terminal's own way is switched off with its echo
  line.on('SIGINT', () => process.exit(130));
  // Ctrl-D gives nothing
  const answer = await line.question('').catch(() => '');
  process.stderr.write('\n');
  return answer;
}

/** What is piped in, or typed. */
async function fromInput(name: string): Promise<string> {
  const input = process.stdin.isTTY ? await typed(name) : await readAll(process.stdin);
  if (input === '') {
    throw new Mistake(
      'usage',
      `Standard input gave no value for ${name}, so nothing was changed. Type one where slight asks for it, or pipe one in.`,
    );
  }
  return input.replace(/\r?\n$/, '');
}
