/** `slight secret`: seals a value and puts it into the slightfile, whose comments and order stay as they are. */
import { text as readAll } from 'node:stream/consumers';
import TOML from '@iarna/toml';
import { analyze } from '@slight/slightfile/analyze.ts';
import type { TextEdit } from '@slight/slightfile/problem.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import writeFileAtomic from 'write-file-atomic';
import { readInput } from '../input.ts';
import { Mistake } from '../mistake.ts';
import { keyFolder, loadKey } from '../secrets-key.ts';
import { sealSecret } from '../secrets.ts';

/**
 * @param value absent: read from standard input, without the newline at its end
 * @throws Mistake where the slightfile cannot be read as one
 */
export async function secretCommand(file: string, name: string, value?: string): Promise<void> {
  const missing = () => `There is no slightfile at ${file}. Name one with -c.`;
  const text = String(await readInput(file, 'no-slightfile', missing));
  const { document, slightfile } = analyze(text);
  if (document.errors.length > 0) {
    throw new Mistake(
      'slightfile-errors',
      `${file} is not valid TOML, so nothing was changed. See what is wrong with it: slight check ${file}`,
    );
  }
  const secret = value ?? (await readAll(process.stdin)).replace(/\r?\n$/, '');
  const key = await loadKey(keyFolder(), { create: true });
  const edit = placeSecret(text, slightfile, name, sealSecret(key, name, secret));
  await writeFileAtomic(file, text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end));
  process.stderr.write(`slight: ${name} is in ${file}, sealed with your key.\n`);
}

/** Where the sealed value goes: over the one that is there, else behind the last secret, else at the end. */
export function placeSecret(text: string, { secrets }: Slightfile, name: string, sealed: string): TextEdit {
  const known = secrets.find((secret) => secret.name?.value === name);
  // a block that @iarna/toml writes ends with its newline
  const block = TOML.stringify({ secret_settings: [{ name, value: sealed }] });
  if (known?.value) return { span: known.value.span, text: JSON.stringify(sealed) };
  const last = secrets.at(-1);
  const lineEnd = last ? text.indexOf('\n', last.span.end) : -1;
  if (lineEnd !== -1) return { span: { start: lineEnd + 1, end: lineEnd + 1 }, text: `\n${block}` };
  const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return { span: { start: text.length, end: text.length }, text: gap + block };
}
