/** Where a sealed value goes in a slightfile, whose comments and order stay as they are. */
import { insert } from '@slight/slightfile/edits/edits.ts';
import { tomlString } from '@slight/slightfile/toml/write.ts';
import { lineEndOf } from '@slight/text/line-ends.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import type { Slightfile, Text } from '@slight/slightfile/slightfile.ts';

/**
 * Over the value that the secret has, else into its entry, else after the last secret, else at the end. Undefined where
 * secret_settings is no list, so that nothing can be added to it.
 */
export function placeSecret(
  { document, secrets }: Slightfile,
  name: string,
  sealed: string,
): TextEdit | undefined {
  const list = document.root.members.get('secret_settings')?.value;
  if (list && list.kind !== 'array' && list.kind !== 'table-array') return undefined;
  const known = secrets.find((secret) => secret.name?.value === name);
  const old = known?.table.members.get('value')?.value;
  // also where it is no text
  if (old) return { span: old.span, text: tomlString(sealed) };
  if (known?.name) return afterName(document.text, known.name, list?.kind === 'array', sealed);
  const entries = [`name = ${tomlString(name)}`, `value = ${tomlString(sealed)}`];
  const last = secrets.at(-1);
  if (list?.kind === 'array') {
    const item = `{ ${entries.join(', ')} }`;
    if (list.items.length === 0) return insert(list.span.start + 1, item);
    return last && insert(last.table.span.end, `, ${item}`);
  }
  return placeBlock(document.text, ['[[secret_settings]]', ...entries], last?.span.end);
}

function afterName(text: string, { span }: Text, isInline: boolean, sealed: string): TextEdit {
  const value = `value = ${tomlString(sealed)}`;
  if (isInline) return insert(span.end, `, ${value}`);
  const newline = lineEndOf(text);
  const lineEnd = text.indexOf('\n', span.end);
  return lineEnd === -1
    ? insert(text.length, newline + value + newline)
    : insert(lineEnd + 1, value + newline);
}

function placeBlock(text: string, lines: readonly string[], behind: number | undefined): TextEdit {
  const newline = lineEndOf(text);
  const block = lines.map((line) => line + newline).join('');
  const lineEnd = behind === undefined ? -1 : text.indexOf('\n', behind);
  if (lineEnd !== -1) return insert(lineEnd + 1, newline + block);
  const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
  return insert(text.length, gap + block);
}
