import { keys, spellingOf } from '@slight/slightfile/catalogue.ts';
import { isVerbatim, referencesIn } from '@slight/slightfile/references.ts';
import type { ConfigValue } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { findStore, stores } from '@slight/slightfile/stores.ts';
import type { Entry, Node, Section, StringValue, Value } from '@slight/slightfile/toml/tree.ts';
import type { Range, SemanticTokens, SemanticTokensEdit } from 'vscode-languageserver-types';
import { capabilityAt } from './block.ts';
import type { Token, TokenModifier, TokenType } from '../lsp/token-legend.ts';
import { encodeTokens } from '../lsp/token-legend.ts';
import type { File } from './file.ts';

/** What each word of a slightfile is, in the order of the text; of those that a range touches, where one is given. */
export function semanticTokens(file: File, range?: Range): SemanticTokens {
  const { document, slightfile } = file;
  const within = range
    ? { start: document.offsetAt(range.start), end: document.offsetAt(range.end) }
    : { start: 0, end: slightfile.document.text.length };
  const { sections, comments } = slightfile.document;
  const reading: Reading = { file, within, referring: referringIn(file), tokens: [] };
  for (const section of sections) if (meet(section.span, within)) readSection(reading, section);
  for (const { span } of comments) add(reading, span, 'comment');
  // comments stand among the rest, also inside of arrays
  const tokens = reading.tokens.sort(
    (one, other) => one.line - other.line || one.character - other.character,
  );
  return { ...(!range && file.id !== '' && { resultId: file.id }), data: encodeTokens(tokens) };
}

/** The edit that makes the data of one answer that of another; none where they are the same. */
export function semanticTokensDelta(
  previous: readonly number[],
  next: readonly number[],
): SemanticTokensEdit[] {
  const shorter = Math.min(previous.length, next.length);
  let start = 0;
  while (start < shorter && previous[start] === next[start]) start++;
  let same = 0;
  while (same < shorter - start && previous[previous.length - 1 - same] === next[next.length - 1 - same])
    same++;
  const deleteCount = previous.length - start - same;
  const data = next.slice(start, next.length - same);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}

/** What is read so far. */
interface Reading {
  readonly file: File;
  readonly within: Span;
  /** The values that references are in. */
  readonly referring: ReadonlyMap<Node, ConfigValue>;
  readonly tokens: Token[];
}

function referringIn({ slightfile }: File): ReadonlyMap<Node, ConfigValue> {
  const referring = new Map<Node, ConfigValue>();
  for (const { configs } of slightfile.capabilities) {
    for (const { node, value } of configs) {
      if (value && referencesIn(value).length > 0) referring.set(node, value);
    }
  }
  return referring;
}

/** One token a line: not every editor takes one that goes on. */
function add(
  { file: { document }, within, tokens }: Reading,
  span: Span,
  type: TokenType,
  modifiers: readonly TokenModifier[] = none,
): void {
  if (span.end === span.start || !meet(span, within)) return;
  const { line, character } = document.positionAt(span.start);
  const end = document.positionAt(span.end);
  if (line === end.line) {
    tokens.push({ line, character, length: end.character - character, type, modifiers });
    return;
  }
  const lines = document
    .getText()
    .slice(span.start, span.end)
    .split(/\r\n?|\n/);
  for (const [index, { length }] of lines.entries()) {
    if (length > 0)
      tokens.push({ line: line + index, character: index === 0 ? character : 0, length, type, modifiers });
  }
}

const none: readonly TokenModifier[] = [];
const named: readonly TokenModifier[] = ['declaration', 'readonly'];
const read: readonly TokenModifier[] = ['readonly'];
const former: readonly TokenModifier[] = ['deprecated'];

function meet(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function readSection(reading: Reading, { header, entries }: Section): void {
  const parts = header?.key.parts ?? [];
  const path: string[] = [];
  for (const { name, span } of parts) {
    add(reading, span, keys[pathTo(path, name)] ? 'class' : 'property');
  }
  for (const entry of entries) if (meet(entry.span, reading.within)) readEntry(reading, path, entry);
}

/** More parts than any key of a slightfile has. */
const deepest = 5;

/** Adds a name to a path, and gives the whole of it; what lies deeper than a slightfile's keys all has one path. */
function pathTo(path: string[], name: string): string {
  if (path.length < deepest) path.push(name);
  return path.join('.');
}

/** `table` is the path of the table that the entry stands in. */
function readEntry(reading: Reading, table: readonly string[], { key, value }: Entry): void {
  const path = [...table];
  for (const { name, span } of key.parts) {
    add(reading, span, path.join('.') === 'capability.configs' ? 'variable' : 'property');
    pathTo(path, name);
  }
  readValue(reading, path, value);
}

function readValue(reading: Reading, path: readonly string[], value: Value): void {
  switch (value.kind) {
    case 'string':
      readString(reading, path.join('.'), value);
      break;
    case 'integer':
    case 'float':
    case 'datetime':
      add(reading, value.span, 'number');
      break;
    case 'boolean':
      add(reading, value.span, 'keyword');
      break;
    case 'array':
      for (const item of value.items) readValue(reading, path, item);
      break;
    case 'inline-table':
      for (const entry of value.entries) readEntry(reading, path, entry);
      break;
    case 'missing':
      break;
  }
}

/** The words in a string that mean something; else the whole of it. */
function readString(reading: Reading, path: string, string: StringValue): void {
  const value = reading.referring.get(string);
  if (value) {
    readReferring(reading, value);
  } else if (path === 'capability.resource' || (path === 'capability.name' && isResource(reading, string))) {
    readResource(reading, string);
  } else if (path === 'capability.name') {
    add(reading, string.span, 'string', named);
  } else if (path === 'secret_settings.name') {
    add(reading, string.inner, 'parameter', named);
  } else if (path === 'secret_store' && stores.some(({ resource }) => resource === string.value)) {
    readDotted(reading, string, 'enumMember');
  } else {
    add(reading, string.span, 'string');
  }
}

/** In the 0.1 format the name is what serves the capability. */
function isResource({ file }: Reading, { span }: StringValue): boolean {
  return capabilityAt(file, span.start)?.format === '0.1';
}

function readResource(reading: Reading, string: StringValue): void {
  const spelling = spellingOf(string.value);
  if (spelling === undefined) add(reading, string.span, 'string');
  else readDotted(reading, string, 'type', spelling === 'current' ? none : former);
}

/** What is before the dot, and after it. With escapes in the string, the places of its words are not known. */
function readDotted(
  reading: Reading,
  string: StringValue,
  after: TokenType,
  modifiers: readonly TokenModifier[] = none,
): void {
  const { value, inner } = string;
  const dot = value.indexOf('.');
  if (!isVerbatim(string)) {
    add(reading, string.span, 'string', modifiers);
  } else if (dot === -1) {
    add(reading, inner, 'namespace', modifiers);
  } else {
    add(reading, { start: inner.start, end: inner.start + dot }, 'namespace', modifiers);
    add(reading, { start: inner.start + dot + 1, end: inner.end }, after, modifiers);
  }
}

/** The store and the key of each `${store.KEY}`, and the text between them. */
function readReferring(reading: Reading, { text, parts }: ConfigValue): void {
  if (!isVerbatim(text)) {
    add(reading, text.span, 'string');
    return;
  }
  let at = text.inner.start;
  for (const part of parts) {
    if (typeof part === 'string') {
      add(reading, { start: at, end: at + part.length }, 'string');
      at += part.length;
    } else {
      add(reading, part.store.span, findStore(part.store.value) ? 'enumMember' : 'string');
      add(reading, part.key.span, 'parameter', read);
      at = part.span.end;
    }
  }
}
