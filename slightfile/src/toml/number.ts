/** Integers and floats (https://toml.io/en/v1.1.0#integer, #float). */
import { code, isDigit } from './scanner.ts';
import { hexDigit } from './string.ts';

/** An integer, a float, or why the text is neither; undefined where it does not even look like a number. */
export type NumberReading =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'wrong'; readonly message: string }
  | undefined;

const wrong = (message: string): NumberReading => ({ kind: 'wrong', message });

const outOfRange = wrong(
  'This integer is too large: TOML has room for those from -9223372036854775808 to 9223372036854775807.',
);

/** Reads a whole token as a number. Linear in its length, whatever that is. */
export function readNumber(token: string): NumberReading {
  const first = token.charCodeAt(0);
  const signed = first === code.plus || first === code.minus;
  const from = signed ? 1 : 0;
  const digits = signed ? token.slice(1) : token;
  if (digits === 'inf') return { kind: 'float', value: first === code.minus ? -Infinity : Infinity };
  if (digits === 'nan') return { kind: 'float', value: NaN };
  if (!isDigit(token.charCodeAt(from))) return looksLikeNumber(token, from) ? notANumber() : undefined;

  const base = token.charCodeAt(from) === code.zero ? bases[token.charAt(from + 1)] : undefined;
  if (base !== undefined) return signed ? wrong(`${base.name} has no sign.`) : readBased(token, base);

  const whole = digitsEnd(token, from);
  const leadingZero = token.charCodeAt(from) === code.zero && whole > from + 1;
  if (whole === token.length) {
    const fault = leadingZero ? zeroMessage : underscoreFault(token);
    return fault === undefined ? readDecimal(token, from) : wrong(fault);
  }
  return readFloat(token, whole, leadingZero);
}

const zeroMessage = 'A number does not begin with a zero. Leave the zeros out, or put the value in quotes.';

function looksLikeNumber(token: string, from: number): boolean {
  const char = token.charCodeAt(from);
  return (from === 1 && Number.isNaN(char)) || (char === code.dot && isDigit(token.charCodeAt(from + 1)));
}

function notANumber(): NumberReading {
  return wrong('A number needs a digit here: on both sides of a point, and after a sign or an exponent.');
}

/** Where the digits and underscores from `at` on end. */
function digitsEnd(token: string, at: number): number {
  let end = at;
  while (isDigit(token.charCodeAt(end)) || token.charCodeAt(end) === code.underscore) end++;
  return end;
}

/** An underscore must have a digit of the number on both sides. */
function underscoreFault(token: string, from = 0): string | undefined {
  for (let at = token.indexOf('_', from); at !== -1; at = token.indexOf('_', at + 1)) {
    const between =
      at > from &&
      hexDigit(token.charCodeAt(at - 1)) !== undefined &&
      hexDigit(token.charCodeAt(at + 1)) !== undefined;
    if (!between) return 'An underscore in a number stands between two digits.';
  }
  return undefined;
}

function readDecimal(token: string, from: number): NumberReading {
  const text = token.includes('_') ? token.replaceAll('_', '') : token;
  if (text.length <= 15) return { kind: 'integer', value: BigInt(Number(text)) };
  if (text.length - from > 19) return outOfRange;
  const magnitude = BigInt(text.slice(from));
  const value = text.startsWith('-') ? -magnitude : magnitude;
  return BigInt.asIntN(64, value) === value ? { kind: 'integer', value } : outOfRange;
}

interface Base {
  readonly name: string;
  readonly radix: number;
  readonly digits: string;
  /** As many digits as a 64-bit integer can have. */
  readonly most: number;
}

const bases: Readonly<Record<string, Base>> = {
  x: { name: 'A hexadecimal number', radix: 16, digits: '0 to 9 and a to f', most: 16 },
  o: { name: 'An octal number', radix: 8, digits: '0 to 7', most: 22 },
  b: { name: 'A binary number', radix: 2, digits: '0 and 1', most: 64 },
};

function readBased(token: string, base: Base): NumberReading {
  if (token.length === 2) return wrong(`${base.name} needs digits after \`${token}\`.`);
  const fault = underscoreFault(token, 2);
  let zeros = 0;
  let text = '';
  for (let at = 2; at < token.length; at++) {
    const char = token.charCodeAt(at);
    if (char === code.underscore) continue;
    const digit = hexDigit(char);
    if (digit === undefined || digit >= base.radix)
      return wrong(`${base.name} has only the digits ${base.digits}.`);
    if (text === '' && digit === 0) zeros++;
    else if (text.length <= base.most) text += token.charAt(at);
  }
  if (fault !== undefined) return wrong(fault);
  if (text.length > base.most) return outOfRange;
  const value = BigInt(`${token.slice(0, 2)}${text || '0'.repeat(Math.min(zeros, 1))}`);
  return BigInt.asIntN(64, value) === value ? { kind: 'integer', value } : outOfRange;
}

/** Reads a token whose whole part ends at `whole`: a fraction, an exponent or both must follow. */
function readFloat(token: string, whole: number, leadingZero: boolean): NumberReading {
  let at = whole;
  if (token.charCodeAt(at) === code.dot) {
    const end = digitsEnd(token, at + 1);
    if (end === at + 1) return notANumber();
    at = end;
  }
  const exponent = token.charAt(at);
  if (exponent === 'e' || exponent === 'E') {
    const sign = token.charCodeAt(at + 1);
    const from = at + (sign === code.plus || sign === code.minus ? 2 : 1);
    const end = digitsEnd(token, from);
    if (end === from) return notANumber();
    at = end;
  }
  if (at < token.length) return undefined;
  if (leadingZero) return wrong(zeroMessage);
  // `e` is a hexadecimal digit, so an underscore beside it is looked for on its own.
  const fault = /_[eE]|[eE]_/.test(token)
    ? 'An underscore in a number stands between two digits.'
    : underscoreFault(token);
  return fault === undefined ? { kind: 'float', value: Number(token.replaceAll('_', '')) } : wrong(fault);
}
