/** For tests: secrets, the forms that guests bring them in, and text that has nothing to do with them. */
import fc from 'fast-check';

/** Characters that no form of a secret has. */
export const noise = fc
  .array(fc.constantFrom('λ', 'ж', '☃', '·', '\n', '\t', '<', '>'), { maxLength: 12 })
  .map((all) => all.join(''));

/** At least eight bytes, none of them blank, so that it is no other secret without its blanks. */
export const secret = fc
  .array(fc.constantFrom(...Array.from('abcXYZ019+/=%&\\"\'#:@-_.~!{}$éß秘🙂')), {
    minLength: 8,
    maxLength: 60,
  })
  .map((all) => all.join(''));

/** How a secret may be written so that all of it is to be masked, whatever stands around it. */
export const forms: Readonly<Record<string, (secret: string) => string>> = {
  whole: (text) => text,
  'URL-escaped': (text) => encodeURIComponent(text),
  'URL-escaped, lower case': (text) => encodeURIComponent(text).replaceAll(/%../g, lower),
  'URL-escaped, every byte': (text) => bytewise(text, (byte) => `%${hex(byte, 2).toUpperCase()}`),
  'a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON, every unit': (text) => units(text, (unit) => `\\u${hex(unit, 4)}`),
  'JSON, every unit, upper case': (text) => units(text, (unit) => `\\u${hex(unit, 4).toUpperCase()}`),
  'JSON with \\/': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'JSON in a URL': (text) => encodeURIComponent(JSON.stringify(text).slice(1, -1)),
  'every unit, as Rust writes it': (text) =>
    Array.from(text, (one) => `\\u{${hex(one.codePointAt(0) ?? 0, 1)}}`).join(''),
  'every byte, as C writes it': (text) => bytewise(text, (byte) => `\\x${hex(byte, 2)}`),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal, upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};

/** Text in which secrets stand in every form, and what it is when they are masked. */
export const textOf = (secrets: readonly string[]) =>
  fc
    .array(fc.tuple(noise, fc.constantFrom(...secrets), fc.constantFrom(...Object.values(forms))), {
      maxLength: 6,
    })
    .map((parts) => ({
      text: parts.map(([before, one, form]) => `${before}·${form(one)}·`).join(''),
      masked: parts.map(([before]) => `${before}·••••·`).join(''),
    }));

function bytewise(text: string, write: (byte: number) => string): string {
  return [...Buffer.from(text)].map(write).join('');
}

function units(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, at) => write(text.charCodeAt(at))).join('');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function lower(text: string): string {
  return text.toLowerCase();
}
