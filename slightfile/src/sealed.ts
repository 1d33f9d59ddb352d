/** What a sealed value of `[[secret_settings]]` looks like. Whether it can be opened, only who has the key knows. */

/**
 * True for what `slight secret` of any version may have written: `v1:` and base64url; or, of slight up to 0.5.1,
 * base64url without padding, with one digit or capital letter put into it somewhere. A text that happens to look so,
 * too: of that nobody can tell.
 */
export function mayBeSealed(value: string): boolean {
  return /^v\d+:[\w-]+$/.test(value) || isOldCipher(value);
}

/** How many of the last character's six bits base64 leaves zero, by what is over of four characters. */
const unused: Readonly<Record<number, number>> = { 0: 0, 2: 4, 3: 2 };

function isOldCipher(value: string): boolean {
  if (!/^[\w-]+$/.test(value) || !/[0-9A-Z]/.test(value)) return false;
  const bits = unused[(value.length - 1) % 4];
  if (bits === undefined) return false;
  const endsWell = (at: number) => alphabet.indexOf(value.charAt(at)) % 2 ** bits === 0;
  // the character that was put in may be the last one
  const last = value.length - 1;
  return endsWell(last) || (/[0-9A-Z]$/.test(value) && endsWell(last - 1));
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
