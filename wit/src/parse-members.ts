/** Types that an interface declares: records, variants, enums, flags, unions and aliases. */
import type { Cursor } from './cursor.ts';
import { endStatement, parseStart, type ItemStart } from './parse-start.ts';
import { parseType } from './parse-type.ts';
import type { Member, Name, Type, TypeItem } from './tree.ts';

/** The type that the keyword begins; undefined at any other word. */
export function parseTypeItem(cursor: Cursor, keyword: string, start: ItemStart): TypeItem | undefined {
  const done = (name: Name) => ({ name, ...start.base, span: cursor.since(start.at) });
  switch (keyword) {
    case 'type': {
      cursor.next();
      const name = cursor.name('a type');
      cursor.expect('=', 'A type is written `type name = …`');
      const type = parseType(cursor, `\`${name.value}\``);
      endStatement(cursor);
      return { kind: 'alias', type, ...done(name) };
    }
    case 'record': {
      cursor.next();
      const name = cursor.name('a record');
      const fields = block(cursor, `The record \`${name.value}\``, (): Member => {
        const { base, at } = parseStart(cursor);
        const field = cursor.name('a field');
        cursor.expect(':', 'A field has a type');
        const type = parseType(cursor, `field \`${field.value}\``);
        return { ...base, name: field, type, span: cursor.since(at) };
      });
      return { kind: 'record', fields, ...done(name) };
    }
    case 'variant': {
      cursor.next();
      const name = cursor.name('a variant');
      const cases = block(cursor, `The variant \`${name.value}\``, () => {
        const { base, at } = parseStart(cursor);
        const each = cursor.name('a case');
        let type: Type | undefined;
        if (cursor.eat('(')) {
          type = parseType(cursor, `case \`${each.value}\``);
          cursor.expect(')', `The type of case \`${each.value}\` is not closed`);
        }
        return { ...base, name: each, ...(type && { type }), span: cursor.since(at) };
      });
      return { kind: 'variant', cases, ...done(name) };
    }
    case 'enum':
    case 'flags': {
      cursor.next();
      const name = cursor.name(keyword === 'enum' ? 'an enum' : 'flags');
      const members = block(cursor, `The ${keyword} \`${name.value}\``, () => {
        const { base, at } = parseStart(cursor);
        const each = cursor.name(keyword === 'enum' ? 'a case' : 'a flag');
        return { ...base, name: each, span: cursor.since(at) };
      });
      return keyword === 'enum'
        ? { kind: 'enum', cases: members, ...done(name) }
        : { kind: 'flags', flags: members, ...done(name) };
    }
    case 'union': {
      if (cursor.syntax === 'component') return undefined;
      cursor.next();
      const name = cursor.name('a union');
      const cases = block(cursor, `The union \`${name.value}\``, () => parseType(cursor, 'a case'));
      return { kind: 'union', cases, ...done(name) };
    }
    default:
      return undefined;
  }
}

/** `{ a, b, }`: members with commas between them. A member that cannot be read is skipped to the next comma. */
function block<T>(cursor: Cursor, what: string, member: () => T): T[] {
  const members: T[] = [];
  if (!cursor.expect('{', `${what} has its members in braces`)) return members;
  while (!cursor.at('}') && !cursor.at('end')) {
    if (!cursor.at('id') && !cursor.at('@')) {
      cursor.fault(cursor.here(), `${what} has names as members, not ${cursor.describe()}.`);
      skipMember(cursor);
      continue;
    }
    const from = cursor.progress;
    members.push(member());
    if (cursor.progress === from) {
      // a gate before a case of a union, which has none
      skipMember(cursor);
      continue;
    }
    if (cursor.eat(',') || cursor.at('}')) continue;
    const isForgotten = cursor.at('id') || cursor.at('@');
    const message = `A \`,\` is missing: ${cursor.describe()} is here instead.`;
    cursor.fault(cursor.missing(), message, isForgotten ? ',' : undefined);
    // a name is the next member, whose comma was forgotten
    if (!isForgotten) skipMember(cursor);
  }
  cursor.expect('}', `${what} is not closed`);
  if (cursor.syntax === 'legacy') cursor.eat(';');
  return members;
}

/** To behind the next comma, or to what ends the block. */
function skipMember(cursor: Cursor): void {
  while (!cursor.at('}') && !cursor.at('end')) {
    if (cursor.next().kind === ',') return;
  }
}
