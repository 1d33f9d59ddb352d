/** Where the two other readers do not read TOML 1.1, each named as narrowly as it can be told. */
import { parse } from '../parse.ts';
import type { TomlError } from '../tree.ts';

/** Why smol-toml 1.9.1 accepts what TOML 1.1 forbids; undefined where it should not. */
export function whySmolAccepts(text: string, { message }: TomlError): string | undefined {
  if (message.startsWith('This integer is too large'))
    return 'It does not look at the range of big integers.';
  if (message.startsWith('The day is from')) return 'Its Date reads the 30th of February as a day in March.';
  if (message.includes('already defined by a header') && text.includes('[['))
    return 'It forgets a header for a table that it knows from the way to a list of tables.';
  return undefined;
}

/** Why smol-toml 1.9.1 reads another value; undefined where it should not. */
export function whySmolDiffers(text: string): string | undefined {
  return /\\[ \t]*\r?\n\s*"{4,5}/.test(text)
    ? 'Behind a backslash at a line end it loses the quotes in front of the closing ones.'
    : undefined;
}

/** Why @iarna/toml 3.0.0 rejects what TOML 1.1 allows; undefined where it should not. */
export function whyIarnaRejects(text: string): string | undefined {
  if (parse(text).newer.length > 0) return 'It reads TOML 1.0.';
  if (/[^\w.][+-]?0[eE]/.test(text)) return 'It knows no exponent behind a lone zero.';
  if (/\d{4}-\d\d-\d\d(?!T| \d\d:)/.test(text)) return 'It takes what stands behind a date for a time.';
  if (/\d\d:\d\d:\d\d(?:\.\d+)?[,\]}\t#\r\n]/.test(text))
    return 'It wants a blank behind a time, even at the line end.';
  return undefined;
}
