/**
 * References in the value of a config: `redis://${envvars.HOST}:6379`. slight 0.5.1 followed one that is the whole
 * value, and took all else as it is written; here each is followed, and the text around them stays.
 *
 * `${` always begins a reference. A literal one is written `${local.$}{`, because what follows `local.` is text.
 */
import type { ConfigValue, Malformed, Part, Reference, Text } from './slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import type { Escape } from './toml/tree.ts';

/** What a config's value is made of; takes time in proportion to its length. */
export function readConfigValue(text: Text): ConfigValue {
  // most values have none, and there are thousands of them at each key stroke
  if (!text.value.includes('${')) {
    const parts = text.value === '' ? nothing : [text.value];
    return { text, parts, references: nothing, malformed: nothing };
  }
  const parts: (string | Reference)[] = [];
  const references: Reference[] = [];
  const malformed: Malformed[] = [];
  let done = 0;
  let end: number;
  for (let start = text.value.indexOf('${'); start !== -1; start = text.value.indexOf('${', end)) {
    // not matchAll, which makes a new expression each time
    const [written = '${', store, key] = opening.exec(text.value.slice(start)) ?? [];
    end = start + written.length;
    const span = within(text, start, end);
    const at = { start, end };
    if (store === undefined || key === undefined) {
      malformed.push({ span, at });
      continue;
    }
    if (start > done) parts.push(text.value.slice(done, start));
    const storeStart = start + '${'.length;
    const keyStart = storeStart + store.length + '.'.length;
    const reference = { store: part(text, storeStart, store), key: part(text, keyStart, key), span, at };
    parts.push(reference);
    references.push(reference);
    done = end;
  }
  if (done < text.value.length) parts.push(text.value.slice(done));
  return { text, parts, references, malformed };
}

const nothing: readonly never[] = [];

/** A reference; or what begins as one, up to where it should end. No branch goes over what another has read. */
const opening = /^\$\{(?:([\w-]+)\.([^{}]+)\}|\{?[^{}$\s/@:]*(?:[\s:][\w.-]*\s*(?=\}))?\}{0,2})/;

/** The references of a value, in its order. */
export function referencesIn(value: ConfigValue | undefined): readonly Reference[] {
  return value?.references ?? nothing;
}

/** The reference that is the whole value. */
export function wholeReference({ parts, references }: ConfigValue): Reference | undefined {
  return parts.length === 1 ? references[0] : undefined;
}

/** Whether the value is text alone, with nothing in it that is, or should be, a reference. */
export function isLiteral({ references, malformed }: ConfigValue): boolean {
  return malformed.length === 0 && references.length === 0;
}

/** Whether each character of the string stands in the file as itself. */
export function isVerbatim({ value, inner }: Text): boolean {
  return inner.end - inner.start === value.length;
}

/** Whether it is known where each part of the string stands. */
export function isPlaced(text: Text): boolean {
  return text.escapes !== undefined || isVerbatim(text);
}

/**
 * The place of a part of the string, with all of each escape that has a share in it; where places are not known, all
 * that is in the quotes.
 */
export function within(text: Text, start: number, end: number): Span {
  const { inner, escapes } = text;
  if (!isPlaced(text)) return inner;
  if (!escapes) return { start: inner.start + start, end: inner.start + end };
  const passed = count(escapes, ({ value }) => value.end <= start);
  const next = escapes[passed];
  const from =
    next && next.value.start < start ? next.written.start : after(inner, escapes[passed - 1], start);
  const last = escapes[count(escapes, ({ value }) => value.start < end) - 1];
  const to = last && last.value.end > end ? last.written.end : after(inner, last, end);
  return { start: from, end: Math.max(from, to) };
}

/** Where a place of the value stands that nothing but itself is written for, since the escape in front of it. */
function after(inner: Span, before: Escape | undefined, at: number): number {
  return before ? before.written.end + at - before.value.end : inner.start + at;
}

/** How many of those in front are so; all behind are not. */
function count(escapes: readonly Escape[], isSo: (escape: Escape) => boolean): number {
  let [low, high] = [0, escapes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const escape = escapes[middle];
    if (escape && isSo(escape)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function part(text: Text, start: number, value: string): Part {
  return { value, span: within(text, start, start + value.length) };
}
