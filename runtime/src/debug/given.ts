/** What a person writes in the place of a value, as a value of the same type. */

/**
 * @param present the value that it takes the place of
 * @throws Error with a sentence for people where the text is no such value
 */
export function given(text: string, present: unknown): unknown {
  if (typeof present === 'string') return plain(text);
  if (present instanceof Uint8Array) return bytes(text);
  if (typeof present === 'boolean') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new Error('Write true or false.');
  }
  if (typeof present === 'bigint' || typeof present === 'number') return number(text, present);
  throw new Error('Only text, bytes, numbers and booleans can be changed.');
}

/** Text as it is, or in quotes as it is shown. */
function plain(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  try {
    return JSON.parse(text) as string;
  } catch (error) {
    throw new Error('What is in quotes is read as JSON, and this is none.', { cause: error });
  }
}

function bytes(text: string): Uint8Array {
  if (!text.startsWith('0x')) return Buffer.from(plain(text));
  if (!/^0x(?:[0-9a-f]{2})*$/i.test(text))
    throw new Error('After 0x, write two hexadecimal digits for each byte.');
  return Buffer.from(text.slice(2), 'hex');
}

function number(text: string, present: number | bigint): number | bigint {
  const isWhole = typeof present === 'bigint' || Number.isInteger(present);
  if (isWhole ? !/^-?\d+$/.test(text) : text.trim() === '' || !Number.isFinite(Number(text)))
    throw new Error(isWhole ? 'Write a whole number.' : 'Write a number.');
  return typeof present === 'bigint' ? BigInt(text) : Number(text);
}
