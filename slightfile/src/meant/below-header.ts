/** `specversion` and `secret_store` below a header, where they belong to its table and not to the file. */
import type { Fix, TextEdit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { Document, Entry, Header, Section } from '../toml/tree.ts';
import { insert, lineAfter, removeMember } from '../edits/edits.ts';
import { tomlString } from '../toml/write.ts';
import type { Source } from '../edits/source.ts';

export interface BelowHeader {
  readonly key: 'specversion' | 'secret_store';
  readonly header: Header;
  readonly section: Section;
  readonly entry: Entry;
}

/** Those that the top of the file lacks; of several of one name the first. */
export function belowHeaders({ root, sections }: Document): readonly BelowHeader[] {
  const keys = (['specversion', 'secret_store'] as const).filter((key) => !root.members.has(key));
  // nearly every file says its format, and of those in the newer one none has a store
  if (!keys.includes('specversion') && !isOlder(root)) return [];
  return keys.flatMap((key) => {
    for (const section of sections) {
      const entry = section.header && section.entries.find((one) => isNamed(one, key));
      if (section.header && entry) return [{ key, header: section.header, section, entry }];
    }
    return [];
  });
}

/** Whether the key at this place is one of them. */
export function isBelowHeader(
  { below }: { readonly below: readonly BelowHeader[] },
  { start }: Span,
): boolean {
  return below.some(({ entry }) => entry.key.span.start === start);
}

/** What to say of one: `specversion stands below [[capability]]`. */
export function standsBelow({ key, header }: BelowHeader): string {
  const name = header.key.parts.map((part) => part.name).join('.');
  return `${key} stands below ${header.kind === 'array' ? `[[${name}]]` : `[${name}]`}, so it is taken as a part of that and ignored. Move it to the top of the file.`;
}

/** Moves one to the top: the format in front of all, the store after the format. */
export function toTop(
  { source, document }: { readonly source: Source; readonly document: Document },
  { key, section, entry }: BelowHeader,
): Fix {
  return {
    title: `Move ${key} to the top`,
    edits: [
      atTop(source, document, `${key} = ${written(source, entry)}`),
      ...removeMember(source, section.table, key),
    ],
    preferred: true,
  };
}

function atTop(source: Source, { root }: Document, line: string): TextEdit {
  const format = root.members.get('specversion');
  if (format) return lineAfter(source, format.value.span.end, line);
  return insertFirst(source, line);
}

/** A line in front of all others, with an empty one after it where none is there. */
export function insertFirst({ text, newline }: Source, line: string): TextEdit {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const gap = /^(\r?\n|$)/.test(text.slice(start, start + 2)) ? '' : newline;
  return insert(start, line + newline + gap);
}

/** The value, in quotes where those were forgotten. */
function written({ text }: Source, { value }: Entry): string {
  const own = text.slice(value.span.start, value.span.end);
  return value.kind === 'float' || value.kind === 'integer' ? tomlString(own) : own;
}

function isNamed({ key, value }: Entry, name: string): boolean {
  return key.parts.length === 1 && key.parts[0]?.name === name && value.kind !== 'missing';
}

function isOlder({ members }: Document['root']): boolean {
  const format = members.get('specversion')?.value;
  return format?.kind === 'string' && format.value === '0.1';
}
