/** Where a slightfile holds what nobody but its owner should see, so that a report about it can leave that out. */
import { resources } from './catalogue.ts';
import { LineIndex } from '@slight/text/span.ts';
import type { Span } from '@slight/text/span.ts';
import { parse } from './toml/parse.ts';
import type { Document, Entry, Value } from './toml/tree.ts';
import { holdsCredentials } from './values/written-address.ts';

/** What stands for a secret. */
export const mask = '••••';

/** A line of a report, and the columns in it that are underlined; `end` is exclusive. */
export interface Excerpt {
  readonly line: string;
  readonly start: number;
  readonly end: number;
}

const configs = resources.flatMap((resource) => resource.configs);
const namesOf = (some: typeof configs) => some.flatMap(({ key, aliases = [] }) => [key, ...aliases]);
const secretKeys = new Set(namesOf(configs.filter(({ secret }) => secret)));
const knownKeys = new Set(namesOf(configs));

/**
 * The values that are secret by their key, that hold a user name or a password, or of which nothing is known, in the
 * order of the text; a reference is none. Of a line that cannot be read, all that may belong to such a value.
 */
export function secretSpans(text: string): readonly Span[] {
  const document = parse(text);
  const values = [...secretValues(document)];
  const spans = [...values, ...secretRests(document, values)].sort((a, b) => a.start - b.start);
  const apart: Span[] = [];
  for (const span of spans) {
    const last = apart.at(-1);
    if (last && span.start < last.end) {
      apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else if (span.end > span.start) apart.push(span);
  }
  return apart;
}

/** An excerpt with its secrets masked. `offset`: where its line begins in the text that the spans are of. */
export function withoutSecrets(
  { line, start, end }: Excerpt,
  offset: number,
  secrets: readonly Span[],
): Excerpt {
  let shown = '';
  let at = 0;
  let first = start;
  let last = end;
  for (const secret of secrets) {
    const from = Math.max(secret.start - offset, at);
    const to = Math.min(secret.end - offset, line.length);
    if (from >= to) continue;
    shown += line.slice(at, from);
    // what is underlined inside of a secret underlines its mask
    if (start >= to) first += mask.length - (to - from);
    else if (start > from) first = shown.length;
    if (end >= to) last += mask.length - (to - from);
    else if (end > from) last = shown.length + mask.length;
    shown += mask;
    at = to;
  }
  return { line: shown + line.slice(at), start: first, end: last };
}

function* secretValues({ text, sections }: Document): Iterable<Span> {
  for (const { header, entries } of sections) {
    const path = header?.key.parts.map(({ name }) => name) ?? [];
    for (const entry of entries) yield* secretsIn(entry, path, text);
  }
}

function* secretsIn({ key, value }: Entry, above: readonly string[], text: string): Iterable<Span> {
  const path = [...above, ...key.parts.map(({ name }) => name)];
  yield* secretsOf(value, path, text);
}

function* secretsOf(value: Value, path: readonly string[], text: string): Iterable<Span> {
  if (value.kind === 'inline-table') {
    for (const entry of value.entries) yield* secretsIn(entry, path, text);
  } else if (value.kind === 'array') {
    for (const item of value.items) yield* secretsOf(item, path, text);
  } else {
    const written = value.kind === 'string' ? value.value : text.slice(value.span.start, value.span.end);
    if (isSecret(path, written)) yield value.kind === 'string' ? value.inner : value.span;
  }
}

function isSecret(path: readonly string[], value: string): boolean {
  if (/^\$\{[^{}]*\}?$/.test(value)) return false;
  const key = path.at(-1) ?? '';
  if (secretKeys.has(key) || holdsCredentials(value)) return true;
  if (path.at(-2) === 'configs') return !knownKeys.has(key);
  return path.at(-2) === 'secret_settings' && key === 'value';
}

/**
 * Of each line with a mistake of TOML's, all from the first secret on: a value that is one, what follows a secret's
 * key, or the `=` of a line that holds a login.
 */
function* secretRests({ text, errors }: Document, values: readonly Span[]): Iterable<Span> {
  const lines = new LineIndex(text);
  const firstOf = new Map<number, number>();
  for (const { start } of values) {
    const { line, character } = lines.position(start);
    firstOf.set(line, Math.min(character, firstOf.get(line) ?? Infinity));
  }
  const done = new Set<number>();
  for (const { span } of errors) {
    const { line, character } = lines.position(span.start);
    if (done.has(line)) continue;
    done.add(line);
    const start = span.start - character;
    const written = text.slice(start, lineEnd(text, start));
    const first = Math.min(firstOf.get(line) ?? Infinity, firstSecret(written));
    if (first < written.length) yield { start: start + first, end: start + written.length };
  }
}

/** Where the first secret may begin in a line that cannot be read. */
function firstSecret(line: string): number {
  const login = holdsCredentials(line) ? restStart(line, line.search(/[=:]|$/)) : Infinity;
  for (const { index, 0: word } of line.matchAll(/[\w-]+/g)) {
    if (secretKeys.has(word)) return Math.min(login, restStart(line, index + word.length));
  }
  return login;
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

/** After the quotes, the `=` and the blanks that follow a key. */
function restStart(line: string, from: number): number {
  return from + (/^["']?\s*[=:]*\s*/.exec(line.slice(from))?.[0].length ?? 0);
}
