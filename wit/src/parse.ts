/** WIT, of both syntaxes: text → tree. It never throws: what is wrong is in `errors`, and the rest is understood all the same. */
import { Cursor } from './cursor.ts';
import { wordsIn } from './item-words.ts';
import { keywordAt } from './meant-words.ts';
import { parseItems } from './parse-item.ts';
import { parsePackageName } from './parse-path.ts';
import { endStatement } from './parse-start.ts';
import type { PackageName, Syntax, WitFile } from './tree.ts';

export interface ParseOptions {
  /** Where it is not given, the text tells. */
  readonly syntax?: Syntax;
}

/** Parses one WIT file. */
export function parse(text: string, options: ParseOptions = {}): WitFile {
  const cursor = new Cursor(text, options.syntax);
  const own = cursor.syntax === 'component' ? ownPackage(cursor) : undefined;
  const items = parseItems(cursor, cursor.syntax === 'component' ? 'file' : 'legacy');
  const errors = cursor.errors.toSorted((a, b) => a.span.start - b.span.start);
  return {
    syntax: cursor.syntax,
    ...(own && { package: own.name }),
    ...(own?.docs !== undefined && { packageDocs: own.docs }),
    items,
    comments: cursor.comments,
    errors,
  };
}

/** `package a:b@1.0.0;` at the head of the file; followed by `{` it is a nested one. */
function ownPackage(cursor: Cursor): { readonly name: PackageName; readonly docs?: string } | undefined {
  if (!cursor.at('id') || keywordAt(cursor, wordsIn('file')) !== 'package') return undefined;
  let ahead = 2;
  while (cursor.at(':', ahead) || cursor.at('@', ahead)) ahead += 2;
  if (cursor.at('{', ahead)) return undefined;
  const docs = cursor.docs();
  cursor.next();
  const name = parsePackageName(cursor);
  endStatement(cursor);
  return { name, ...(docs !== undefined && { docs }) };
}
