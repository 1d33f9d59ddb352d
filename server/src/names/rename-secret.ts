/**
 * Renames a secret of a slightfile, and every reference to it. A sealed value is bound to its name, so it is opened
 * and sealed again under the other one.
 */
import { renameReferences } from '@slight/slightfile/edits/edits.ts';
import { tomlString } from '@slight/slightfile/toml/write.ts';
import { quote } from '@slight/text/words.ts';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { File } from '../slightfile/file.ts';
import { rangeOf } from '../lsp/ranges.ts';
import type { Thing } from '../slightfile/mentions.ts';
import { mentionAt, mentionsOf } from '../slightfile/mentions.ts';
import type { Refusal } from './rename.ts';

/** The name of the secret at a position, where it is given or referred to; undefined where there is none. */
export function prepareSecretRename(
  file: File,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const mention = mentionAt(file, file.document.offsetAt(position));
  const name = mention && file.slightfile.secrets.find((secret) => isOf(mention, secret.name?.value))?.name;
  return mention && name && { range: rangeOf(file, mention.span), placeholder: name.value };
}

function isOf(thing: Thing, name: string | undefined): boolean {
  return thing.kind === 'reference' && thing.of === 'usersecrets' && thing.name === name;
}

/** The edits of the file; undefined where no secret is at the position. */
export async function renameSecret(
  file: File,
  position: Position,
  to: string,
): Promise<readonly TextEdit[] | Refusal | undefined> {
  const mention = mentionAt(file, file.document.offsetAt(position));
  const secret = mention && file.slightfile.secrets.find(({ name }) => isOf(mention, name?.value));
  if (!mention || !secret?.name) return undefined;
  const from = secret.name.value;
  if (!/^[\w.-]+$/.test(to))
    return {
      refusal:
        'The name of a secret is of letters, digits, `_`, `-` and `.`, so that `${usersecrets.NAME}` can name it.',
    };
  if (to !== from && file.slightfile.secrets.some(({ name }) => name?.value === to))
    return { refusal: `There is a secret ${quote(to)} already. Choose another name.` };
  const given = mentionsOf(file, mention).filter(({ gives }) => gives);
  const used = file.slightfile.capabilities
    .flatMap(({ configs }) => configs)
    .flatMap(({ value }) => (value ? renameReferences(value, 'usersecrets', from, to) : []));
  const edits = [...given.map(({ span }) => ({ span, text: to })), ...used].map(
    ({ span, text }): TextEdit => ({ range: rangeOf(file, span), newText: text }),
  );
  if (secret.value === undefined || to === from) return edits;
  const sealed = await sealedAgain(from, to, secret.value.value);
  if (typeof sealed !== 'string') return sealed;
  return [...edits, { range: rangeOf(file, secret.value.span), newText: tomlString(sealed) }];
}

async function sealedAgain(from: string, to: string, value: string): Promise<string | Refusal> {
  const { openSecret, sealSecret } = await import('@slight/secrets/seal.ts');
  const { keyFolder, loadKey } = await import('@slight/secrets/key.ts');
  const { SecretUnreadable } = await import('@slight/secrets/unreadable.ts');
  try {
    const key = await loadKey(keyFolder(), { create: false });
    if (key) return sealSecret(key, to, openSecret(key, from, value));
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
  }
  return {
    refusal: `The secret ${quote(from)} cannot be opened with your key, so its value cannot be kept under another name. Set it again: slight secret -k ${to}`,
  };
}
