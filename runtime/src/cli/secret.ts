/** `slight secret`: seals a value and puts it into the slightfile, whose comments and order stay as they are. */
import { text as readAll } from 'node:stream/consumers';
import { placeSecret } from '@slight/secrets/place.ts';
import { sealSecret } from '@slight/secrets/seal.ts';
import { analyze } from '@slight/slightfile/analyze.ts';
import writeFileAtomic from 'write-file-atomic';
import { readInput } from '../input.ts';
import { Mistake } from '../mistake.ts';
import { userKey } from '../secrets.ts';

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
  const edit = placeSecret(slightfile, name, sealSecret(await userKey(), name, secret));
  if (!edit) {
    throw new Mistake(
      'slightfile-errors',
      `The secret_settings of ${file} are not a list, so nothing was changed. Write each one below [[secret_settings]].`,
    );
  }
  await writeFileAtomic(file, text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end));
  process.stderr.write(`slight: ${name} is in ${file}, sealed with your key.\n`);
}
