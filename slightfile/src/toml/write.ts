/** Strings and keys as TOML wants them. */
import stringify from '@iarna/toml/stringify.js';

/** A basic string, on one line. */
export function tomlString(value: string): string {
  // of the control characters that have no name, the library escapes only the first
  return stringify.value(value).replaceAll(control, escapeOf);
}

/** A key: bare where it can be. */
export function tomlKey(name: string): string {
  // the library writes a key only with its table, which it takes for a date where the key is toISOString
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : tomlString(name);
}

const control = /(?![\u0080-\u009f])\p{Cc}/gu;

function escapeOf(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
