/** Strings and keys as TOML wants them. */

/** A basic string. */
export function tomlString(value: string): string {
  // JSON escapes what TOML wants escaped, but for DEL
  return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
}

/** A key: bare where it can be. */
export function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : tomlString(name);
}
