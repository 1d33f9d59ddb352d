/** Edits that fixes are made of. They touch what they mean and nothing else: comments and order stay. */
import type { Fix, TextEdit } from '@slight/text/problem.ts';
import type { Block } from '../block.ts';
import type { Source } from './source.ts';
import { isPlaced, within } from '../references.ts';
import type { Capability, ConfigValue, Reference, Text } from '../slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import type { InlineTable, Section, Table } from '../toml/tree.ts';
import { lineEnd } from '../toml/scanner.ts';
import { tomlKey, tomlString } from '../toml/write.ts';

/** Another string in the place of one. */
export function replaceText(text: Text, value: string): TextEdit {
  return { span: text.span, text: tomlString(value) };
}

/** Another text in the place of a part of a string; where the part's place is not known, all of the string anew. */
export function replaceWithin(text: Text, { start, end }: Span, value: string): TextEdit {
  // nothing of this is escaped in any kind of string
  if (isPlaced(text) && /^[\w.:/${} -]*$/.test(value)) return { span: within(text, start, end), text: value };
  return replaceText(text, text.value.slice(0, start) + value + text.value.slice(end));
}

/** Another key in each reference of a value that has this one: where escapes hide their places, all of the value anew. */
export function renameReferences(
  { text, parts }: ConfigValue,
  store: string,
  from: string,
  to: string,
): readonly TextEdit[] {
  const isOne = (part: Reference) => part.store.value === store && part.key.value === from;
  const found = parts.filter((part) => typeof part !== 'string').filter(isOne);
  if (found.length === 0) return [];
  if (isPlaced(text)) return found.map(({ key }) => ({ span: key.span, text: to }));
  const written = parts.map((part) => {
    if (typeof part === 'string') return part;
    return `\${${part.store.value}.${isOne(part) ? to : part.key.value}}`;
  });
  return [replaceText(text, written.join(''))];
}

/** `${store.KEY}` in the place of a part of a value; of all of it where no part is given. */
export function referTo(text: Text, store: string, key: string, at: Span = all(text)): TextEdit {
  return replaceWithin(text, at, `\${${store}.${key}}`);
}

/** The fix of what stands in the file and should not, or comes from where it cannot be read. */
export function readFromEnvironment(text: Text, key: string, at: Span = all(text)): Fix {
  return { title: `Read ${key} from the environment`, edits: [referTo(text, 'envvars', key, at)] };
}

function all({ value }: Text): Span {
  return { start: 0, end: value.length };
}

export function insert(offset: number, text: string): TextEdit {
  return { span: { start: offset, end: offset }, text };
}

/** Every spelling of a table's key, changed. */
export function renameKey(source: Source, table: Table, key: string, to: string): readonly TextEdit[] {
  return source.namings(table, key).map(({ span }) => ({ span, text: tomlKey(to) }));
}

/** A line after the line of an offset, indented as that one is. */
export function lineAfter(source: Source, offset: number, line: string): TextEdit {
  return insert(lineEnd(source.text, offset), source.newline + indentation(source, offset) + line);
}

/** A line before the line of an offset, indented as that one is. */
export function lineBefore(source: Source, offset: number, line: string): TextEdit {
  return insert(offset, line + source.newline + indentation(source, offset));
}

/** Takes a key out of a table with all that it holds; comments stay. */
export function removeMember(source: Source, table: Table, key: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { span } of source.namings(table, key)) {
    const placed = source.entryAt(span.start);
    if (placed) edits.push(removeSpan(source, placed.entry.span, placed.inline));
  }
  const node = table.members.get(key)?.value;
  const tables = node?.kind === 'table' ? [node] : node?.kind === 'table-array' ? node.tables : [];
  return [...edits, ...tables.flatMap((one) => removeTable(source, one))];
}

/**
 * Takes out a table that has a header: its header and its lines, and those of the tables below it. Where one of the
 * lines cannot be read, nothing.
 */
export function removeTable(source: Source, table: Table): readonly TextEdit[] {
  const sections = sectionsOf(source, table);
  if (!sections.every((section) => source.isRead(section))) return [];
  return sections.flatMap(({ header, entries }) =>
    [...(header ? [header] : []), ...entries].map(({ span }) => removeSpan(source, span, false)),
  );
}

/** The headers with their lines that are a table and the tables below it. */
export function sectionsOf(source: Source, table: Table): readonly Section[] {
  const own = source.sectionOf(table);
  const under = [...table.members.values()].flatMap(({ value }) =>
    value.kind === 'table' ? [value] : value.kind === 'table-array' ? value.tables : [],
  );
  return [...(own ? [own] : []), ...under.flatMap((one) => sectionsOf(source, one))];
}

/** A config as it is to be written: its key and its value. */
export type ConfigEntry = readonly [key: string, value: string];

/** Adds configs to a capability, in the form that its configs have. Undefined where they cannot be added. */
export function addConfigs(
  source: Source,
  { capability }: Pick<Block, 'capability'>,
  configs: readonly ConfigEntry[],
): readonly TextEdit[] | undefined {
  const lines = configs.map(configLine);
  const member = capability.table.members.get('configs');
  if (!member) return addConfigTable(source, capability, lines);
  if (member.value.kind === 'inline-table') return [addInline(source, member.value, lines)];
  if (member.value.kind !== 'table') return undefined;
  const section = source.sectionOf(member.value);
  if (section?.header) {
    const last = section.entries.at(-1)?.span ?? section.header.span;
    const indent = indentation(source, last.start);
    return [
      insert(lineEnd(source.text, last.end), lines.map((line) => source.newline + indent + line).join('')),
    ];
  }
  const last = source.namings(capability.table, 'configs').at(-1);
  const placed = last && source.entryAt(last.span.start);
  if (!placed || placed.inline) return undefined;
  const { start, end } = placed.entry.span;
  const indent = indentation(source, start);
  return [
    insert(
      lineEnd(source.text, end),
      lines.map((line) => `${source.newline}${indent}configs.${line}`).join(''),
    ),
  ];
}

/** `KEY = "value"` */
export function configLine([key, value]: ConfigEntry): string {
  return `${tomlKey(key)} = ${tomlString(value)}`;
}

function addConfigTable(
  source: Source,
  capability: Capability,
  lines: readonly string[],
): readonly TextEdit[] | undefined {
  if (capability.table.origin === 'inline') {
    const entries = [...capability.table.members.values()].flatMap(
      ({ key }) => source.entryAt(key.span.start)?.entry ?? [],
    );
    const text = `configs = { ${lines.join(', ')} }`;
    return [addInline(source, { entries, span: capability.table.span }, [text])];
  }
  const section = source.sectionOf(capability.table);
  if (!section?.header) return undefined;
  const indent = indentation(source, section.header.span.start);
  const added = [`[capability.configs]`, ...lines].map((line) => source.newline + indent + line).join('');
  return [insert(lineEnd(source.text, section.span.end), added)];
}

/** Where the last entry begins its line, each on a line of its own too. */
function addInline(
  source: Source,
  { entries, span }: Pick<InlineTable, 'entries' | 'span'>,
  lines: readonly string[],
): TextEdit {
  const last = entries.at(-1);
  if (!last) return insert(span.start + 1, ` ${lines.join(', ')} `);
  const before = beginsLine(source, last.span.start)
    ? source.newline + indentation(source, last.span.start)
    : ' ';
  return insert(last.span.end, lines.map((line) => `,${before}${line}`).join(''));
}

function beginsLine(source: Source, offset: number): boolean {
  return source.text.lastIndexOf('\n', offset - 1) + 1 + indentation(source, offset).length === offset;
}

/** Takes an entry or a header out: with its line where no comment stands after it, with its comma in an inline table. */
function removeSpan(source: Source, { start, end }: Span, inline: boolean): TextEdit {
  const { text } = source;
  if (inline) {
    const after = /^[ \t]*,[ \t]*/.exec(text.slice(end, end + 80))?.[0].length;
    // of the last of several on a line, the comma in front; of one with a line to itself, the line
    if (after === undefined && !beginsLine(source, start)) {
      const before = /,[ \t]*$/.exec(text.slice(Math.max(0, start - 80), start));
      return { span: { start: start - (before?.[0].length ?? 0), end }, text: '' };
    }
    const next = end + (after ?? 0);
    if (!beginsLine(source, start) || !/^[ \t]*(\r?\n)/.test(text.slice(next, next + 80)))
      return { span: { start, end: next }, text: '' };
    return removeSpan(source, { start, end: next }, false);
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  let next = end;
  while (text[next] === ' ' || text[next] === '\t') next++;
  if (!/^(\r?\n|$)/.test(text.slice(next, next + 2))) return { span: { start, end: next }, text: '' };
  const lineBreak = text.indexOf('\n', next);
  return { span: { start: lineStart, end: lineBreak === -1 ? text.length : lineBreak + 1 }, text: '' };
}

/** The blanks that the line of an offset begins with. */
export function indentation({ text }: Source, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let end = lineStart;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(lineStart, Math.min(end, offset));
}
