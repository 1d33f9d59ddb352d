/** What of a config's value is to be kept out of the file, where some of it may stay. */
import { isLiteral, referencesIn } from './references.ts';
import type { ConfigValue } from './slightfile.ts';
import type { Span } from '@slight/text/span.ts';

export interface KeptPart {
  /** Its place in the string's value. */
  readonly at: Span;
  /** What is kept, as the name of a secret or a variable says it. */
  readonly name: string;
  readonly isPassword: boolean;
}

/**
 * All of a value that is written here; of one that reads a part of it already, the password that stands in it:
 * `redis://:hunter2@${envvars.HOST}`. Undefined where there is none.
 */
export function keptPart(key: string, value: ConfigValue): KeptPart | undefined {
  const { value: text } = value.text;
  if (text === '' || value.malformed.length > 0) return undefined;
  if (isLiteral(value)) return { at: { start: 0, end: text.length }, name: key, isPassword: false };
  const from = text.indexOf('://') + '://'.length;
  const end = text.lastIndexOf('@');
  const colon = text.indexOf(':', from);
  const at = { start: colon + 1, end };
  const isWritten = referencesIn(value).every((one) => one.at.end <= at.start || at.end <= one.at.start);
  if (from < '://'.length || colon === -1 || at.start >= end || !isWritten) return undefined;
  return { at, name: `${key}_PASSWORD`, isPassword: true };
}
