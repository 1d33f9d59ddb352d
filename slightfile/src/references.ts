/**
 * References in the value of a config: `redis://${envvars.HOST}:6379`. slight 0.5.1 followed one that is the whole
 * value, and took all else as it is written; here each is followed, and the text around them stays.
 *
 * `${` always begins a reference. A literal one is written `${local.$}{`, because what follows `local.` is text.
 */
import type { ConfigValue, Malformed, Part, Reference, Text } from './slightfile.ts';
import type { Span } from './span.ts';

/** What a config's value is made of; takes time in proportion to its length. */
export function readConfigValue(text: Text): ConfigValue {
  // most values have none, and there are thousands of them at each key stroke
  if (!text.value.includes('${')) {
    return { text, parts: text.value === '' ? nothing : [text.value], malformed: nothing };
  }
  const parts: (string | Reference)[] = [];
  const malformed: Malformed[] = [];
  let done = 0;
  for (const { 0: written, index, groups } of text.value.matchAll(opening)) {
    const end = index + written.length;
    const place = { span: within(text, index, end), at: { start: index, end } };
    const { store, key } = groups ?? {};
    if (store === undefined || key === undefined) {
      malformed.push(place);
      continue;
    }
    if (index > done) parts.push(text.value.slice(done, index));
    const keyStart = index + '${'.length + store.length + '.'.length;
    parts.push({
      store: part(text, index + '${'.length, store),
      key: part(text, keyStart, key),
      ...place,
    });
    done = end;
  }
  if (done < text.value.length) parts.push(text.value.slice(done));
  return { text, parts, malformed };
}

const nothing: readonly never[] = [];

/** A reference; or what begins as one, up to where it should end. No branch goes over what another has read. */
const opening =
  /\$\{(?:(?<store>[\w-]+)\.(?<key>[^{}]+)\}|\{?[^{}$\s/@:]*(?:[\s:][\w.-]*\s*(?=\}))?\}{0,2})/g;

/** The references of a value, in its order. */
export function referencesIn(value: ConfigValue | undefined): readonly Reference[] {
  return value?.parts.filter((one) => typeof one !== 'string') ?? nothing;
}

/** The reference that is the whole value. */
export function wholeReference({ parts }: ConfigValue): Reference | undefined {
  const [only] = parts;
  return parts.length === 1 && typeof only === 'object' ? only : undefined;
}

/** Whether the value is text alone, with nothing in it that is, or should be, a reference. */
export function isLiteral({ parts, malformed }: ConfigValue): boolean {
  return malformed.length === 0 && parts.every((one) => typeof one === 'string');
}

/** Whether each character of the string stands in the file as itself, so that places in it are known. */
export function isVerbatim({ value, inner }: Text): boolean {
  return inner.end - inner.start === value.length;
}

/** The place of a part of the string; with escapes in it that cannot be told, and is all that is in the quotes. */
export function within(text: Text, start: number, end: number): Span {
  if (!isVerbatim(text)) return text.inner;
  return { start: text.inner.start + start, end: text.inner.start + end };
}

function part(text: Text, start: number, value: string): Part {
  return { value, span: within(text, start, start + value.length) };
}
