/**
 * Names that a store would not take, or not give back as they were, under other names: `=` in front, and each offending
 * byte as `=` and two hexadecimal digits. All others are kept as they are, so that people find them.
 */

/** In front of a name that is not what it stands for. */
const mark = '=';

export interface EscapedNames {
  encode(name: string): string;
  /** What a stored name stands for; `undefined` for one that stands for none, because somebody else put it there. */
  decode(stored: string): string | undefined;
  /** What stored names begin with, whose names may begin with a prefix; no name begins with two of these. */
  prefixes(prefix: string): readonly string[];
}

/** @param unsafe matches what a name may not hold, of one name what is not to be kept */
export function escapedNames(unsafe: RegExp): EscapedNames {
  const every = new RegExp(`${unsafe.source}|${mark}`, 'gu');
  const encode = (name: string) => {
    const plain = !name.startsWith(mark) && !unsafe.test(name);
    return plain ? name : mark + name.replace(every, escape);
  };
  return {
    encode,

    decode(stored) {
      if (!stored.startsWith(mark)) return unsafe.test(stored) ? undefined : stored;
      const bytes: Buffer[] = [];
      for (const [piece, hex] of stored.slice(mark.length).matchAll(/=([0-9a-f]{2})|[^=]+/g)) {
        bytes.push(hex === undefined ? Buffer.from(piece) : Buffer.from(hex, 'hex'));
      }
      const name = Buffer.concat(bytes).toString();
      return name !== '' && encode(name) === stored ? name : undefined;
    },

    prefixes(prefix) {
      if (prefix === '') return [''];
      // one that is escaped has another beginning than its name
      return prefix.startsWith(mark) ? [mark] : [prefix, mark];
    },
  };
}

function escape(text: string): string {
  return Array.from(Buffer.from(text), (byte) => `=${byte.toString(16).padStart(2, '0')}`).join('');
}
