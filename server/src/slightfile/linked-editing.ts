import { touches } from '@slight/text/span.ts';
import { lastFrom } from '@slight/slightfile/toml/lookup.ts';
import type { Position, Range } from 'vscode-languageserver-types';
import { mentionsOf, secretNamed } from './mentions.ts';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/** LSP's LinkedEditingRanges. */
export interface LinkedEditing {
  readonly ranges: Range[];
  /** What may be typed without ending it, as a regular expression. */
  readonly wordPattern: string;
}

/**
 * The ranges that change together while a secret's name is typed: the name, and every `${usersecrets.NAME}`. Only from
 * the name: who types in a reference means another secret. Null where nothing else would change, and where a place
 * spells the name in another way, or the secret has a value already.
 */
export function linkedEditing(file: File, position: Position): LinkedEditing | null {
  const { secrets, document } = file.slightfile;
  const offset = file.document.offsetAt(position);
  const secret = lastFrom(secrets, offset);
  const name = secret?.name;
  // a sealed value is bound to the name, and only a rename seals it again
  if (!name || !touches(name.inner, offset) || secret.value?.value.startsWith('v1:')) return null;
  const uses = mentionsOf(file, secretNamed(name.value)).filter(({ gives }) => !gives);
  // of two secrets with one name the first is read: whoever renames the second wants a name of its own for it
  const isRead = secrets.find((secret) => secret.name?.value === name.value)?.name === name;
  if (!isRead || uses.length === 0) return null;
  const spans = [name.inner, ...uses.map(({ span }) => span)];
  if (spans.some(({ start, end }) => document.text.slice(start, end) !== name.value)) return null;
  return {
    ranges: spans.sort((one, other) => one.start - other.start).map((span) => rangeOf(file, span)),
    wordPattern: String.raw`[^{}"'\\\s]+`,
  };
}
