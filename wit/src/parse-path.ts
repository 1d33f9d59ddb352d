/** Names of packages and of what is in them. */
import type { Cursor } from './cursor.ts';
import type { Token } from './lex.ts';
import { pathMeant } from './meant-path.ts';
import type { Name, PackageName, Path } from './tree.ts';
import { isVersion } from './versions.ts';

/** `wasi:keyvalue@0.2.0-draft`. */
export function parsePackageName(cursor: Cursor): PackageName {
  const start = cursor.begin();
  const parts = [cursor.name('a namespace')];
  const isJoined = (cursor.at('/') || cursor.at('.')) && cursor.at('id', 1) && cursor.syntax === 'component';
  if (isJoined) {
    cursor.fault(cursor.here(), 'A package is named `namespace:name`, with a colon.', ':');
    cursor.next();
    parts.push(cursor.name('a package'));
  }
  while (cursor.eat(':')) parts.push(cursor.name('a package'));
  if (parts.length === 1) {
    cursor.fault(cursor.missing(), 'A package is named `namespace:name`.');
    parts.push({ value: '', span: cursor.missing() });
  }
  const version = parseVersion(cursor);
  const [namespace, name] = split(parts);
  return { namespace, name, ...(version && { version }), span: cursor.since(start) };
}

/** `store`, `wasi:keyvalue/store@0.2.0-draft`. */
export function parsePath(cursor: Cursor): Path {
  const start = cursor.begin();
  const meant = parseMeant(cursor, start);
  if (meant) return meant;
  const parts = [cursor.name('an interface')];
  while (cursor.eat(':')) parts.push(cursor.name('a package'));
  let path: Omit<Path, 'span'>;
  if (parts.length > 1 || cursor.at('/')) {
    const form = 'An interface of another package is written `namespace:package/interface`';
    if (parts.length === 1) cursor.fault(cursor.here(), `${form}.`);
    cursor.expect('/', form);
    const [namespace, name] = split(parts);
    path = { namespace, package: name, name: cursor.name('an interface') };
  } else {
    path = { name: parts[0] ?? { value: '', span: cursor.missing() } };
  }
  const version = parseVersion(cursor);
  return { ...path, ...(version && { version }), span: cursor.since(start) };
}

/** A path whose parts are joined otherwise, read as the one that was meant. */
function parseMeant(cursor: Cursor, start: number): Path | undefined {
  const meant = pathMeant(cursor);
  if (!meant) return undefined;
  const { text, parts, version, length } = meant;
  const span = { start, end: cursor.peek(length - 1).end };
  cursor.fault(span, `An interface of another package is written \`${text}\`.`, text);
  for (let left = length; left > 0; left -= 1) cursor.next();
  const [namespace, name, last] = parts.map((part) => nameOf(cursor, part));
  if (!namespace || !name || !last) return undefined;
  return { namespace, package: name, name: last, ...(version && { version: nameOf(cursor, version) }), span };
}

function nameOf(cursor: Cursor, token: Token): Name {
  const { start, end, escaped } = token;
  return { value: cursor.source(token).slice(escaped ? 1 : 0), span: { start, end } };
}

function parseVersion(cursor: Cursor): Name | undefined {
  if (!cursor.eat('@')) return undefined;
  const version = cursor.number('The version');
  if (version.value !== '' && !isVersion(version.value)) {
    cursor.errors.push({
      span: version.span,
      message: `\`${version.value}\` is not a version: three numbers are, as in \`1.0.0\`.`,
    });
  }
  return version;
}

/** The last part names the package, all before it the namespace. */
function split(parts: readonly Name[]): [namespace: Name, name: Name] {
  const nowhere = { value: '', span: parts[0]?.span ?? { start: 0, end: 0 } };
  const name = parts.at(-1) ?? nowhere;
  const before = parts.slice(0, -1);
  const first = before[0] ?? nowhere;
  const last = before.at(-1) ?? first;
  const value = before.map((part) => part.value).join(':');
  return [{ value, span: { start: first.span.start, end: last.span.end } }, name];
}
