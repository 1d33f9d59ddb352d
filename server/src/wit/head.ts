/** How something is defined, in a few lines of WIT. */
import type { Span } from '@slight/text/span.ts';
import type { AnyMember, Definition } from '@slight/wit/definitions.ts';
import type { ImportExport, TypeItem } from '@slight/wit/tree.ts';

/** More members than these are not shown. */
const maxMembers = 12;

/** The definition without documentation, comments and gates; of what has a body, only a type's is shown. */
export function headOf(definition: Definition, text: string): string {
  const { name } = definition;
  const written = slice(text, name.span);
  switch (definition.of) {
    case 'package':
      return `package ${slice(text, definition.node.name.span)}`;
    case 'interface':
      return definition.node.kind === 'interface'
        ? `interface ${written}`
        : `${definition.node.kind} ${written}: ${importedHead(definition.node, text)}`;
    case 'world':
      return `world ${written}`;
    case 'type':
      return typeHead(definition.node, written, text);
    case 'func': {
      const { node } = definition;
      const signature = oneLine(text, { start: name.span.start, end: node.span.end });
      if (node.kind !== 'func') return `${node.kind} ${signature}`;
      // legacy: `static open: func()`
      const isMarkedBefore = node.role === 'static' && /\bstatic\s+$/.test(before(text, name.span));
      return isMarkedBefore ? `static ${signature}` : signature;
    }
    case 'member':
      return memberHead(definition.node, text);
    case 'param':
      return oneLine(text, { start: name.span.start, end: definition.node.type.span.end });
    case 'alias':
      return oneLine(text, definition.node.span);
  }
}

function importedHead({ target }: ImportExport, text: string): string {
  return target.kind === 'path' ? slice(text, target.path.span) : 'interface';
}

function typeHead(item: TypeItem, name: string, text: string): string {
  switch (item.kind) {
    case 'alias':
      return `type ${name} = ${oneLine(text, item.type.span)}`;
    case 'resource':
      return `resource ${name}`;
    case 'union':
      return `union ${name} ${body(item.cases.map(({ span }) => oneLine(text, span)))}`;
    case 'record':
      return `record ${name} ${body(item.fields.map((field) => memberHead(field, text)))}`;
    case 'flags':
      return `flags ${name} ${body(item.flags.map((flag) => memberHead(flag, text)))}`;
    case 'variant':
    case 'enum':
      return `${item.kind} ${name} ${body(item.cases.map((each: AnyMember) => memberHead(each, text)))}`;
  }
}

function body(members: readonly string[]): string {
  if (members.length === 0) return '{}';
  const shown = members.slice(0, maxMembers).map((member) => `  ${member},`);
  const left = members.length - shown.length;
  if (left > 0) shown.push(`  // and ${left} more`);
  return `{\n${shown.join('\n')}\n}`;
}

function memberHead({ name, type }: AnyMember, text: string): string {
  const end = type ? type.span.end : name.span.end;
  const whole = oneLine(text, { start: name.span.start, end });
  // the type of a case stands in parentheses
  return whole.includes('(') && !whole.endsWith(')') ? `${whole})` : whole;
}

/** The few characters before a span. */
function before(text: string, { start }: Span): string {
  return text.slice(Math.max(0, start - 40), start);
}

function slice(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/** A stretch of the text without comments, line breaks, and the mark at its end. */
function oneLine(text: string, span: Span): string {
  return slice(text, span)
    .replace(/\/\/[^\n]*|\/\*[^]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s*;\s*$/, '')
    .trim();
}
