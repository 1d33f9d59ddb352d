/** What stands in a legacy file, as an interface of the component model has it. */
import { spelled } from '../keywords.ts';
import type { Func, Item, Type, Union } from '../tree.ts';
import { rewriteDocs } from './docs.ts';
import type { Rewrite } from './rewrite.ts';
import { isUnit, rewriteFuncType, rewriteName, rewriteType, typeName } from './types.ts';
import { rewriteUse } from './uses.ts';

/** Makes the edits of all items of the file. */
export function rewriteItems(rewrite: Rewrite): void {
  const { items } = rewrite.source.file;
  // they are set anew where they belong
  for (const token of rewrite.tokens) if (token.kind === ';') rewrite.replace(token, '');
  for (const item of items) {
    if (item.kind !== 'use') rewriteDocs(rewrite, item.span.start);
    rewriteItem(rewrite, item);
  }
}

function rewriteItem(rewrite: Rewrite, item: Item): void {
  switch (item.kind) {
    case 'use':
      rewriteUse(rewrite, item);
      return;
    case 'func':
      rewriteFunc(rewrite, item);
      return;
    case 'alias':
      rewriteType(rewrite, item.type, 'other');
      endStatement(rewrite, item);
      break;
    case 'resource':
      for (const func of item.functions) {
        rewriteDocs(rewrite, func.span.start);
        rewriteFunc(rewrite, func);
      }
      if (rewrite.lastIn(item.span)?.kind !== '}') endStatement(rewrite, item);
      break;
    case 'record':
      for (const { name, type, span } of item.fields) {
        rewriteDocs(rewrite, span.start);
        rewriteName(rewrite, name);
        rewriteType(rewrite, type, 'other');
      }
      break;
    case 'variant':
      if (item.cases.length === 0) rewrite.isPossible = false;
      for (const { name, type, span } of item.cases) {
        rewriteDocs(rewrite, span.start);
        rewriteName(rewrite, name);
        if (type) rewritePayload(rewrite, type);
      }
      break;
    case 'enum':
    case 'flags':
      if (item.kind === 'enum' && item.cases.length === 0) rewrite.isPossible = false;
      for (const { name, span } of item.kind === 'enum' ? item.cases : item.flags) {
        rewriteDocs(rewrite, span.start);
        rewriteName(rewrite, name);
      }
      break;
    case 'union':
      if (item.cases.length === 0) rewrite.isPossible = false;
      rewriteUnion(rewrite, item);
      break;
    default:
      // a file with anything else in it has errors
      return;
  }
  rewrite.replace(item.name.span, typeName(rewrite, item.name));
}

/** `static open: func(…)` is `open: static func(…)`. */
function rewriteFunc(rewrite: Rewrite, func: Func): void {
  const { name, role, span } = func;
  const { tokens } = rewrite;
  const index = rewrite.indexAt(name.span.start);
  const end = rewrite.lastIn(span)?.end ?? span.end;
  if (role !== 'constructor') rewriteName(rewrite, name);
  const before = tokens[index - 1];
  const isMarked = role === 'static' && before?.kind === 'id' && before.start >= span.start;
  if (isMarked) {
    rewrite.replace({ start: before.start, end: name.span.start }, '');
    const colon = tokens[index + 1];
    if (colon) rewrite.insert(colon.end, ' static');
  }
  for (const token of tokens.slice(index + 2, index + 5)) {
    if (token.end <= end && rewrite.wordsIn(token) === 'function') {
      rewrite.replace(token, 'func');
      break;
    }
  }
  rewriteFuncType(rewrite, func.type, end);
  endStatement(rewrite, func);
}

/** A case with a value of `unit` has none. */
function rewritePayload(rewrite: Rewrite, type: Type): void {
  if (!isUnit(type)) {
    rewriteType(rewrite, type, 'other');
    return;
  }
  const index = rewrite.indexAt(type.span.start);
  const [open, close] = [rewrite.tokens[index - 1], rewrite.tokens[index + 1]];
  if (open && close) rewrite.replace({ start: open.start, end: close.end }, '');
}

/** A union is a variant whose cases are called as their types are; where two would have one name, `case0`, `case1` … */
function rewriteUnion(rewrite: Rewrite, union: Union): void {
  const keyword = rewrite.tokens[rewrite.indexAt(union.name.span.start) - 1];
  if (keyword) rewrite.replace(keyword, 'variant');
  const names = union.cases.map(caseName);
  const isPlain = new Set(names).size === names.length;
  for (const [index, type] of union.cases.entries()) {
    rewriteDocs(rewrite, type.span.start);
    rewrite.insert(type.span.start, `${isPlain ? spelled(names[index] ?? '') : `case${index}`}(`);
    rewriteType(rewrite, type, 'other');
    rewrite.insert(type.span.end, ')');
  }
}

function caseName(type: Type): string {
  switch (type.kind) {
    case 'primitive':
      return type.name;
    case 'name':
      return type.name.value;
    default:
      return type.kind;
  }
}

function endStatement(rewrite: Rewrite, { span }: Item): void {
  rewrite.insert(rewrite.lastIn(span)?.end ?? span.end, ';');
}
