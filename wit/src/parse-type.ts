/** Types: `list<u8>`, `result<_, error>`, `borrow<bucket>` … */
import type { Cursor } from './cursor.ts';
import { isName } from './cursor.ts';
import { bracketTypeMeant, bracketTypeNamed, plainTypeMeant, withArguments } from './meant-types.ts';
import { primitives, type Primitive, type Type } from './tree.ts';

/** Deeper than anyone writes, and far from the end of the stack. */
const maxDepth = 100;

/** Lengths are unsigned 32-bit numbers. */
const maxLength = 4_294_967_295;

const legacyNames = new Map<string, Primitive>([
  ['float32', 'f32'],
  ['float64', 'f64'],
]);

/** The type at hand; `missing` where there is none. `what` says of what, for the message. */
export function parseType(cursor: Cursor, what: string): Type {
  const start = cursor.peek().start;
  if (!cursor.at('id')) {
    cursor.fault(cursor.missing(), `The type of ${what} is missing: ${cursor.describe()} is here instead.`);
    return { kind: 'missing', span: cursor.missing() };
  }
  if (cursor.depth >= maxDepth) {
    cursor.fault(
      cursor.here(),
      `The type of ${what} is nested more than ${maxDepth} deep. Give a part of it a name of its own.`,
    );
    skipArguments(cursor);
    return { kind: 'missing', span: cursor.since(start) };
  }
  cursor.depth += 1;
  try {
    const word = cursor.source(cursor.peek());
    return parseKnown(cursor, start, word) ?? parseMeant(cursor, start, word) ?? named(cursor, what);
  } finally {
    cursor.depth -= 1;
  }
}

/** A type that the language itself has, as `word` says it; undefined at any other name. */
function parseKnown(cursor: Cursor, start: number, word: string): Type | undefined {
  const token = cursor.peek();
  if (token.escaped) return undefined;
  const primitive = primitiveOf(cursor, word);
  if (primitive) {
    const { span } = cursor.word();
    if (primitive !== word && cursor.syntax === 'component') {
      const message = `\`${word}\` is of the legacy syntax. Write \`${primitive}\` here.`;
      cursor.errors.push({ span, message, replacement: primitive });
    }
    return { kind: 'primitive', name: primitive, span: cursor.since(start) };
  }
  const bracket = cursor.at('<', 1);
  switch (word) {
    case 'list': {
      if (!bracket) break;
      open(cursor);
      const element = parseType(cursor, "the list's elements");
      const length = cursor.eat(',') ? parseLength(cursor) : undefined;
      close(cursor);
      return { kind: 'list', element, ...(length !== undefined && { length }), span: cursor.since(start) };
    }
    case 'map': {
      if (!bracket) break;
      open(cursor);
      const key = parseType(cursor, "the map's keys");
      cursor.expect(',', 'A map has a type for its keys and one for its values');
      const value = parseType(cursor, "the map's values");
      close(cursor);
      return { kind: 'map', key, value, span: cursor.since(start) };
    }
    case 'option': {
      if (!bracket) break;
      open(cursor);
      const some = parseType(cursor, 'the option');
      close(cursor);
      return { kind: 'option', some, span: cursor.since(start) };
    }
    case 'result':
      // a legacy file may call a type of its own so
      if (cursor.syntax === 'legacy' && !bracket) break;
      return result(cursor, start);
    case 'expected':
      if (!bracket) break;
      if (cursor.syntax === 'component') {
        cursor.fault(cursor.here(), '`expected` is of the legacy syntax. Write `result` here.', 'result');
      }
      return result(cursor, start);
    case 'tuple': {
      if (!bracket) break;
      open(cursor);
      const items: Type[] = [];
      while (!cursor.at('>') && !cursor.at('end')) {
        items.push(parseType(cursor, "the tuple's items"));
        if (!cursor.eat(',')) break;
      }
      close(cursor);
      return { kind: 'tuple', items, span: cursor.since(start) };
    }
    case 'own':
    case 'borrow': {
      if (!bracket) break;
      open(cursor);
      const resource = cursor.name('a resource');
      close(cursor);
      return { kind: word, resource, span: cursor.since(start) };
    }
    case 'stream':
    case 'future': {
      if (cursor.syntax === 'legacy' && !bracket) break;
      cursor.next();
      if (!cursor.eat('<')) return { kind: word, span: cursor.since(start) };
      const isEmpty = cursor.syntax === 'legacy' && cursor.eat('_');
      const element = isEmpty ? undefined : parseType(cursor, `the ${word}`);
      // legacy streams had a type for their end, too
      if (cursor.syntax === 'legacy' && cursor.eat(',')) parseType(cursor, "the stream's end");
      close(cursor);
      return { kind: word, ...(element && { element }), span: cursor.since(start) };
    }
  }
  return undefined;
}

function primitiveOf(cursor: Cursor, word: string): Primitive | undefined {
  // `unit` is an ordinary name in the component syntax, `error-context` in the legacy one
  if (word === (cursor.syntax === 'legacy' ? 'error-context' : 'unit')) return undefined;
  return legacyNames.get(word) ?? primitives.find((name) => name === word);
}

/**
 * A type that WIT calls otherwise (`Vec<u8>`, `String`), read as the one that was meant; undefined at any other name. What
 * may be a name is one, unless it has brackets.
 */
function parseMeant(cursor: Cursor, start: number, word: string): Type | undefined {
  const hasBracket = cursor.at('<', 1);
  if (cursor.peek().escaped || (!hasBracket && isName(word))) return undefined;
  const meant = hasBracket ? bracketTypeMeant(word) : plainTypeMeant(word);
  if (meant) {
    const { sure } = meant;
    const name = cursor.syntax === 'legacy' && meant.name === 'result' ? 'expected' : meant.name;
    const said = hasBracket ? [`${word}<…>`, `${name}<…>`] : [word, name];
    cursor.fault(cursor.here(), `WIT has no \`${said[0]}\`. Did you mean \`${said[1]}\`?`, name, sure);
    return parseKnown(cursor, start, name) ?? { kind: 'missing', span: cursor.word().span };
  }
  const bare = hasBracket ? undefined : bracketTypeNamed(word);
  if (bare === undefined) return undefined;
  const { span } = cursor.word();
  const needsBrackets = withArguments.includes(bare);
  cursor.errors.push({
    span,
    message: `WIT has no \`${word}\`. Did you mean \`${needsBrackets ? `${bare}<…>` : bare}\`?`,
    ...(!needsBrackets && { replacement: bare }),
  });
  return { kind: 'missing', span };
}

function named(cursor: Cursor, what: string): Type {
  if (cursor.syntax === 'component' && withArguments.some((word) => cursor.atWord(word))) {
    const { value, span } = cursor.word();
    cursor.fault(cursor.missing(), `A \`${value}\` says in brackets what it is of: \`${value}<…>\`.`);
    return { kind: 'missing', span };
  }
  const name = cursor.name(what);
  if (cursor.at('<')) {
    cursor.fault(name.span, `\`${name.value}\` takes no types in brackets. Remove them.`);
    skipArguments(cursor);
  }
  return { kind: 'name', name, span: name.span };
}

/** `result`, `result<ok>`, `result<_, err>`, `expected<ok, err>`. */
function result(cursor: Cursor, start: number): Type {
  cursor.next();
  if (!cursor.eat('<')) return { kind: 'result', span: cursor.since(start) };
  const isFirstEmpty = cursor.at('_');
  const ok = part(cursor, 'the result');
  if (isFirstEmpty && cursor.syntax === 'component' && !cursor.at(',')) {
    cursor.fault(cursor.missing(), 'A result without a value and an error is written `result`.');
  }
  const isSecondEmpty = cursor.at(',') && cursor.at('_', 1) && cursor.syntax === 'component';
  if (isSecondEmpty) {
    const { start } = cursor.here();
    const span = { start, end: cursor.peek(1).end };
    cursor.fault(span, 'A result without an error is written without this `_`.', '');
  }
  const err = cursor.eat(',') ? part(cursor, "the result's error") : undefined;
  close(cursor);
  return { kind: 'result', ...(ok && { ok }), ...(err && { err }), span: cursor.since(start) };
}

/** The number of elements of a list that always has as many. */
function parseLength(cursor: Cursor): number {
  const { value, span } = cursor.number("The list's length");
  const length = Number(value);
  if (value !== '' && (!/^\d+$/.test(value) || length < 1 || length > maxLength)) {
    cursor.errors.push({ span, message: `A list's length is a whole number from 1 to ${maxLength}.` });
  }
  return length;
}

function part(cursor: Cursor, what: string): Type | undefined {
  if (cursor.eat('_')) return undefined;
  if (cursor.at('(') && cursor.at(')', 1)) {
    const none = cursor.syntax === 'legacy' ? 'unit' : '_';
    const span = { start: cursor.peek().start, end: cursor.peek(1).end };
    cursor.fault(
      span,
      `WIT has no \`()\`. A part of ${what} that says nothing is written \`${none}\`.`,
      none,
    );
    open(cursor);
    return undefined;
  }
  const type = parseType(cursor, what);
  return type.kind === 'primitive' && type.name === 'unit' ? undefined : type;
}

function open(cursor: Cursor): void {
  cursor.next();
  cursor.next();
}

function close(cursor: Cursor): void {
  cursor.expect('>', 'A type is not closed');
}

/** Skips what stands between `<` and its `>`; stops at whatever cannot be in a type. */
function skipArguments(cursor: Cursor): void {
  if (cursor.at('id')) cursor.next();
  let depth = 0;
  while (!cursor.at('end')) {
    const { kind } = cursor.peek();
    if (kind === '<') depth += 1;
    else if (kind === '>') depth -= 1;
    else if (kind === ';' || kind === '{' || kind === '}' || kind === '(' || kind === ')') return;
    if (depth <= 0 && kind !== '>') return;
    cursor.next();
    if (depth <= 0) return;
  }
}
