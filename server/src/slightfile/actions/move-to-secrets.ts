import { referTo } from '@slight/slightfile/edits/edits.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import { capabilityAt } from '../block.ts';
import type { File } from '../file.ts';
import type { Action, ActionPlace, LazyAction } from './action.ts';
import { literalAt, secretNames } from './blocks.ts';
import { nextFree } from './names.ts';

/** On a config's literal value: seals it into `[[secret_settings]]`, and reads it from there. Where it is a secret, as its remedy too. */
export function moveToSecrets(file: File, { span, block }: ActionPlace): readonly Action[] {
  const literal = literalAt(file, block?.capability, span);
  // what a reference can name
  if (!literal || !/^[\w-]+$/.test(literal.config.key)) return [];
  const { config, text, part } = literal;
  const what = part.isPassword ? 'password in' : 'value of';
  const title = `Move the ${what} ${config.key} to user secrets`;
  const { uri, version } = file.document;
  const { start, end } = config.keySpan;
  const lazy: LazyAction = { kind: 'move-to-secrets', uri, version, key: { start, end } };
  const kind = CodeActionKind.RefactorExtract;
  if (file.slightfile.document.errors.length > 0) {
    return [{ title, kind, disabled: 'Correct the TOML errors first.' }];
  }
  const problem = file.problems.find(
    (one) => one.code === 'plaintext-secret' && one.span.start === text.span.start,
  );
  return [
    ...(problem ? [{ title, kind: CodeActionKind.QuickFix, problem, lazy }] : []),
    { title, kind, lazy },
  ];
}

/**
 * The edits that move the value of the config at this key; undefined where the file has none such any more.
 * A secret of the config's name that has the value already is used; one that has another stays, and the new one has a
 * number after its name.
 * @param folder of the user's key, which is made where there is none
 * @throws Error where the key cannot be used, or no secret be added; the message says what to do
 */
export async function sealValue(
  file: File,
  { version, key: span }: LazyAction,
  folder?: string,
): Promise<readonly TextEdit[] | undefined> {
  const literal = literalAt(file, capabilityAt(file, span.start), span);
  if (file.document.version !== version || literal?.config.keySpan.start !== span.start) return undefined;
  const { text, part } = literal;
  const value = text.value.slice(part.at.start, part.at.end);
  const [{ keyFolder, loadKey }, { sealSecret, slightfileSecrets }, { placeSecret }] = await Promise.all([
    import('@slight/secrets/key.ts'),
    import('@slight/secrets/seal.ts'),
    import('@slight/secrets/place.ts'),
  ]);
  const key = await loadKey(folder ?? keyFolder(), { create: true });
  // a secret that cannot be opened is another one
  const known = await slightfileSecrets(file.slightfile.secrets, folder)(part.name).catch(() => undefined);
  if (known === value) return [referTo(text, 'usersecrets', part.name, part.at)];
  const name = nextFree(secretNames(file), part.name);
  const secret = placeSecret(file.slightfile, name, sealSecret(key, name, value));
  if (!secret) throw new Error('The secret_settings are no list. Write each one below [[secret_settings]].');
  return [referTo(text, 'usersecrets', name, part.at), secret];
}
