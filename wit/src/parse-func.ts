/** Functions and resources, in both syntaxes. */
import type { Cursor } from './cursor.ts';
import { parseType } from './parse-type.ts';
import { parseStart, endStatement, type ItemStart } from './parse-start.ts';
import type { Func, FuncType, Param, Resource } from './tree.ts';

/** True at what a function's type begins with: `func`, `async func`, legacy `function`. */
export function atFuncType(cursor: Cursor, ahead = 0): boolean {
  if (cursor.atWord('async', ahead)) return isFunc(cursor, ahead + 1);
  return isFunc(cursor, ahead);
}

/** True at what begins a function's type, or was meant to: `fun(`, `fn(`, `async function(`. */
export function atMeantFuncType(cursor: Cursor, ahead = 0): boolean {
  if (atFuncType(cursor, ahead)) return true;
  const at = cursor.atWord('async', ahead) ? ahead + 1 : ahead;
  return cursor.at('id', at) && cursor.at('(', at + 1);
}

function isFunc(cursor: Cursor, ahead: number): boolean {
  return cursor.atWord('func', ahead) || (cursor.syntax === 'legacy' && cursor.atWord('function', ahead));
}

/** `async func(a: u32) -> string`. */
export function parseFuncType(cursor: Cursor): FuncType {
  const async = cursor.eatWord('async');
  if (isFunc(cursor, 0)) cursor.next();
  else if (atMeantFuncType(cursor)) {
    cursor.fault(
      cursor.here(),
      `A function is written \`func(…)\`, not \`${cursor.source(cursor.peek())}(…)\`.`,
      'func',
    );
    cursor.next();
  } else cursor.fault(cursor.missing(), `\`func\` is missing: ${cursor.describe()} is here instead.`);
  const params = parseParams(cursor);
  if (!eatArrow(cursor)) return { async, params };
  if (cursor.at('(')) return { async, params, namedResults: parseParams(cursor) };
  return { async, params, result: parseType(cursor, 'the result') };
}

/** Takes the `->` before a result, or what other languages have there: `=>` and `:`. */
function eatArrow(cursor: Cursor): boolean {
  if (cursor.eat('->')) return true;
  const isFat = cursor.at('=') && cursor.at('>', 1);
  const isColon = cursor.at(':') && (cursor.at('id', 1) || cursor.at('(', 1));
  if (!isFat && !isColon) return false;
  const { start, end } = cursor.peek(isFat ? 1 : 0);
  const span = { start: cursor.peek().start, end };
  const blank = isColon && cursor.missing().end === start ? ' ' : '';
  cursor.fault(span, `A result stands after \`->\`, not after \`${isFat ? '=>' : ':'}\`.`, `${blank}->`);
  cursor.next();
  if (isFat) cursor.next();
  return true;
}

/** `(a: u32, b: string)`. */
export function parseParams(cursor: Cursor): Param[] {
  const params: Param[] = [];
  if (!cursor.expect('(', 'A function has its parameters in parentheses')) return params;
  while (cursor.at('id') || cursor.at(':')) {
    const name = cursor.name('a parameter');
    cursor.expect(':', 'A parameter has a type');
    params.push({ name, type: parseType(cursor, `parameter \`${name.value}\``) });
    if (!cursor.eat(',')) break;
  }
  cursor.expect(')', 'The parameters are not closed');
  return params;
}

/** `name: func(…) -> …`, outside a resource. */
export function parseFunc(cursor: Cursor, start: ItemStart): Func {
  const name = cursor.name('a function');
  cursor.expect(':', 'A function is written `name: func(…)`');
  const type = parseFuncType(cursor);
  endStatement(cursor);
  return { kind: 'func', ...start.base, span: cursor.since(start.at), name, role: 'free', type };
}

/** `resource x;` or `resource x { … }`. */
export function parseResource(cursor: Cursor, start: ItemStart): Resource {
  cursor.next();
  const name = cursor.name('a resource');
  const functions: Func[] = [];
  if (cursor.eat('{')) {
    while (!cursor.at('}') && !cursor.at('end')) {
      const before = cursor.progress;
      functions.push(parseMethod(cursor));
      if (cursor.progress === before) cursor.skipStatement();
    }
    cursor.expect('}', `The resource \`${name.value}\` is not closed`);
    if (cursor.syntax === 'legacy') cursor.eat(';');
  } else {
    endStatement(cursor);
  }
  return { kind: 'resource', ...start.base, span: cursor.since(start.at), name, functions };
}

function parseMethod(cursor: Cursor): Func {
  const start = parseStart(cursor);
  if (cursor.atWord('constructor') && cursor.at('(', 1)) {
    const name = cursor.word();
    const params = parseParams(cursor);
    const result = cursor.eat('->') ? parseType(cursor, 'the result') : undefined;
    endStatement(cursor);
    const type = { async: false, params, ...(result && { result }) };
    return { kind: 'func', ...start.base, span: cursor.since(start.at), name, role: 'constructor', type };
  }
  // legacy: `static open: func`; component: `open: static func`
  const legacyStatic = cursor.atWord('static') && !cursor.at(':', 1);
  if (legacyStatic) {
    const at = cursor.here();
    cursor.next();
    if (cursor.syntax === 'component') {
      cursor.fault(at, '`static` stands after the name: write `name: static func(…)`.');
    }
  }
  const name = cursor.name('a function');
  cursor.expect(':', 'A function is written `name: func(…)`');
  const isStatic = cursor.atWord('static') && atMeantFuncType(cursor, 1) && cursor.eatWord('static');
  const type = parseFuncType(cursor);
  endStatement(cursor);
  const role = legacyStatic || isStatic ? 'static' : 'method';
  return { kind: 'func', ...start.base, span: cursor.since(start.at), name, role, type };
}
