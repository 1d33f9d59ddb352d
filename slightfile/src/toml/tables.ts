/** What headers and keys mean together: who may define which table, and who may only add to it. */
import type { Fix, TextEdit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { Scanner } from './scanner.ts';
import { cite, report } from './scanner.ts';
import type { Header, Key, KeyPart, Table, TableArray, Value } from './tree.ts';

/** A table that is being built. */
export interface OpenTable extends Table {
  origin: Table['origin'];
  span: Span;
  readonly members: Map<string, OpenMember>;
}

interface OpenTableArray extends TableArray {
  readonly tables: OpenTable[];
}

interface OpenMember {
  readonly key: KeyPart;
  readonly value: Value | OpenTable | OpenTableArray;
}

export function openTable(origin: Table['origin'], span: Span): OpenTable {
  return { kind: 'table', origin, members: new Map(), span };
}

/** Puts `key = value` into the table, or reports why it cannot be there. */
export function defineEntry(scanner: Scanner, table: OpenTable, key: Key, value: Value): void {
  let here = table;
  for (const [index, part] of key.parts.entries()) {
    const known = settled(here, part);
    if (index === key.parts.length - 1) {
      if (known === undefined) here.members.set(part.name, { key: part, value });
      else
        reportTaken(
          scanner,
          key,
          index,
          `${cite(part.name)} is already defined in this table. Keep one of the two.`,
        );
    } else if (known === undefined) {
      here = add(here, part, 'dotted', part.span);
    } else if (known.kind === 'table' && (known.origin === 'dotted' || known.origin === 'implicit')) {
      // Only named on the way until now: a dotted key defines it, and no header may any more.
      known.origin = 'dotted';
      here = known;
    } else {
      reportTaken(scanner, key, index, whyClosed(part, known));
      return;
    }
  }
}

/** The table that the lines below a header go into. One that cannot be where the header says stands alone. */
export function defineHeader(scanner: Scanner, root: OpenTable, header: Header): OpenTable {
  const { key, kind, span } = header;
  const alone = (): OpenTable => openTable(kind === 'array' ? 'array-element' : 'header', span);
  let here = root;
  for (const [index, part] of key.parts.entries()) {
    const known = settled(here, part);
    if (index === key.parts.length - 1) {
      return kind === 'array'
        ? appendElement(scanner, here, header, part)
        : defineTable(scanner, here, header, part);
    }
    const last = known?.kind === 'table-array' ? known.tables.at(-1) : known;
    if (last === undefined) here = add(here, part, 'implicit', part.span);
    else if (last.kind === 'table') here = last;
    else {
      reportTaken(scanner, key, index, whyClosed(part, last));
      break;
    }
  }
  return alone();
}

function defineTable(scanner: Scanner, parent: OpenTable, { key, span }: Header, part: KeyPart): OpenTable {
  const known = settled(parent, part);
  if (known === undefined) return add(parent, part, 'header', span);
  const index = key.parts.length - 1;
  if (known.kind === 'table-array') {
    reportTaken(
      scanner,
      key,
      index,
      `${cite(part.name)} is a list of tables: write \`[[\` and \`]]\` to add one.`,
      { title: 'Write it with [[ ]]', edits: doubled(span), preferred: true },
    );
    return push(known, span);
  }
  if (known.kind !== 'table') {
    reportTaken(scanner, key, index, whyClosed(part, known));
    return openTable('header', span);
  }
  if (known.origin === 'implicit') {
    known.origin = 'header';
    known.span = span;
  } else if (known.origin === 'header' && index === 0) {
    const message = `The table ${cite(part.name)} is already defined: a header with \`[\` and \`]\` may stand only once. For a list, write each with \`[[\` and \`]]\`.`;
    reportTaken(scanner, key, index, message, {
      title: 'Write both headers with [[ ]]',
      edits: [...doubled(known.span), ...doubled(span)],
      preferred: true,
    });
    return push(listOf(parent, part, known), span);
  } else {
    const message =
      known.origin === 'dotted'
        ? `The table ${cite(part.name)} is already defined by a key with a dot: add to it there.`
        : `The table ${cite(part.name)} is already defined: a header may stand only once.`;
    reportTaken(scanner, key, index, message);
  }
  return known;
}

function appendElement(scanner: Scanner, parent: OpenTable, { key, span }: Header, part: KeyPart): OpenTable {
  const known = settled(parent, part);
  if (known?.kind === 'table-array') return push(known, span);
  if (known === undefined) {
    const array: OpenTableArray = { kind: 'table-array', tables: [], span };
    parent.members.set(part.name, { key: part, value: array });
    return push(array, span);
  }
  const last = key.parts.length - 1;
  if (known.kind === 'table' && known.origin === 'header') {
    const message = `${cite(part.name)} is already defined as one table, with \`[\` and \`]\`: write \`[[\` and \`]]\` there too, to make a list of it.`;
    const fix = { title: 'Write the first one with [[ ]] too', edits: doubled(known.span), preferred: true };
    reportTaken(scanner, key, last, message, fix);
    return push(listOf(parent, part, known), span);
  }
  const message =
    known.kind === 'table'
      ? `${cite(part.name)} is already defined as one table, so \`[[\` cannot make a list of it.`
      : whyClosed(part, known);
  reportTaken(scanner, key, last, message);
  return openTable('array-element', span);
}

/** A list with the table that stands in its place, so that what stands below the next header belongs to that one. */
function listOf(parent: OpenTable, part: KeyPart, first: OpenTable): OpenTableArray {
  const array: OpenTableArray = { kind: 'table-array', tables: [first], span: first.span };
  parent.members.set(part.name, { key: parent.members.get(part.name)?.key ?? part, value: array });
  return array;
}

function push(array: OpenTableArray, span: Span): OpenTable {
  const table = openTable('array-element', span);
  array.tables.push(table);
  return table;
}

function add(parent: OpenTable, part: KeyPart, origin: Table['origin'], span: Span): OpenTable {
  const table = openTable(origin, span);
  parent.members.set(part.name, { key: part, value: table });
  return table;
}

/** What the name stands for. One that has no value yet is free: the line is half typed, not a definition. */
function settled(table: OpenTable, part: KeyPart): OpenMember['value'] | undefined {
  const value = table.members.get(part.name)?.value;
  return value?.kind === 'missing' ? undefined : value;
}

function whyClosed(part: KeyPart, known: OpenMember['value']): string {
  const name = cite(part.name);
  switch (known.kind) {
    case 'table':
      return `The table ${name} is already defined by a header: add to it there.`;
    case 'table-array':
      return `${name} is a list of tables, made by \`[[\` headers: add to it there.`;
    case 'inline-table':
      return `${name} is a table in braces, which is closed: add to it between its braces.`;
    case 'array':
      return `${name} is an array in brackets, which is closed: add to it between its brackets.`;
    default:
      return `${name} is already defined as a value, so it cannot be a table.`;
  }
}

/** Reports the key up to the part that is taken. */
function reportTaken(scanner: Scanner, key: Key, index: number, message: string, fix?: Fix): void {
  report(scanner, { start: key.span.start, end: key.parts[index]?.span.end ?? key.span.end }, message, fix);
}

/** The edits that make a header's brackets two on each side. */
function doubled({ start, end }: Span): readonly TextEdit[] {
  return [
    { span: { start, end: start }, text: '[' },
    { span: { start: end, end }, text: ']' },
  ];
}
