/**
 * Text on its way to a terminal. What files, names and servers hold may be control characters, which a terminal obeys:
 * they would colour, move and delete what stands there, or set the clipboard.
 */

/**
 * Controls (C0, DEL, C1), separators of lines and paragraphs, marks and overrides of the writing direction, and what
 * nobody sees. Not tabs and ends of lines, and not the joiners that scripts and emoji need.
 */
const unprintable = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]`,
  'g',
);

/** The text with those characters as TOML and JSON write them: `\u001b`. */
export function printable(text: string): string {
  return text.replace(unprintable, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for what is to stand on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}
