/** Rust: `Router::new()?.get("/hello", "handle_hello")?`, and functions that are registered as handlers. */
import type { Text } from '@slight/slightfile/slightfile.ts';
import { literalAt, textOf } from '../literal.ts';
import { argumentAt, constantNamed } from '../rust-argument.ts';
import type { Uses } from '../rust-uses.ts';
import { usesOf } from '../rust-uses.ts';
import { remembered, spanOf } from '../site.ts';
import type { Tokens } from '../tokens.ts';
import type { Made, Parameter } from './chains.ts';
import { chainSites } from './chains.ts';
import type { Handler, HandlerPlace } from './reading.ts';
import { exportOf } from './reading.ts';
import { rustMeaning } from './rust-meaning.ts';
import { givenExport } from './rust-unseen.ts';
import type { RouteSite } from './site.ts';
import { usesBy } from './uses.ts';

export function rustRoutes(tokens: Tokens): RouteSite[] {
  const uses = usesOf(tokens);
  const constant = remembered((name) => (uses.named.has(name) ? undefined : constantNamed(tokens, name)));
  const names = routerNames(tokens, uses);
  return chainSites(tokens, {
    routerAt: (index) => routerAt(tokens, index, names),
    passing,
    declarators: new Set(['let', 'mut', 'static', 'const']),
    argumentAt: (index) => argumentAt(tokens, index, constant),
  });
}

/** Methods of a `Result`, and of a router, that give the router. */
const passing: ReadonlySet<string> = new Set(
  'unwrap expect map_err unwrap_or_else unwrap_or clone to_owned as_ref borrow context with_context'.split(
    ' ',
  ),
);

/** The modules of bindings that have the router. */
const modules: ReadonlySet<string> = new Set(['http', 'http_server', 'spiderlightning']);

/** What the router's type is called alone; another crate has a type of that name too, which is not meant. */
function routerNames(tokens: Tokens, { named, globs, declared, generates }: Uses): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name, paths] of named)
    if (paths.some((path) => path.at(-1) === 'Router' && modules.has(path.at(-2) ?? ''))) names.add(name);
  const isGlobal =
    globs.some((path) => modules.has(path.at(-1) ?? '')) ||
    generates ||
    tokens.places('register_handler').length > 0;
  if (isGlobal && !named.has('Router') && !declared.has('Router')) names.add('Router');
  return names;
}

function routerAt(tokens: Tokens, index: number, names: ReadonlySet<string>): Made | Parameter | undefined {
  const isQualified = tokens.is(index, 'Router') && tokens.is(index - 1, '::');
  if (isQualified ? !modules.has(tokens.at(index - 2)) : !names.has(tokens.at(index))) return undefined;
  let first = index;
  while (tokens.is(first - 1, '::') && tokens.isWord(first - 2)) first -= 2;
  if (!tokens.is(index + 1, '::')) return parameterAt(tokens, first, index);
  const isNew = tokens.is(index + 2, 'new');
  if ((!isNew && !tokens.is(index + 2, 'new_with_base')) || !tokens.is(index + 3, '(')) return undefined;
  const last = tokens.brackets.closing(index + 3);
  if (last >= tokens.count) return undefined;
  return { first, last, base: isNew ? '' : baseAt(tokens, index + 4) };
}

function baseAt(tokens: Tokens, index: number): string | undefined {
  const argument = argumentAt(tokens, index, () => undefined);
  return argument?.isWhole ? textOf(tokens, argument.literal)?.value : undefined;
}

/** `router: &http_server::Router`, of a function. */
function parameterAt(tokens: Tokens, first: number, last: number): Parameter | undefined {
  let colon = first - 1;
  while (/^(?:&|mut|'\w+)$/.test(tokens.at(colon))) colon--;
  const head = tokens.brackets.around(first);
  if (!tokens.is(colon, ':') || !tokens.isWord(colon - 1) || !tokens.is(head, '(')) return undefined;
  const body = bodyOf(tokens, head);
  return body === undefined ? undefined : { name: colon - 1, last, until: tokens.brackets.closing(body) };
}

/** The brace of the body behind a function's parameters. */
function bodyOf(tokens: Tokens, parameters: number): number | undefined {
  let index = tokens.brackets.closing(parameters) + 1;
  for (const most = index + 48; index < most; index++) {
    if (tokens.is(index, '{')) return index;
    if (tokens.is(index, ';') || tokens.is(index, '}')) return undefined;
  }
  return undefined;
}

/** The functions that are marked as handlers, or have the signature of one. */
export function rustHandlers(tokens: Tokens): Handler[] {
  const registers = isRegisterImported(tokens);
  const given = givenExports(tokens);
  return tokens.places('fn').flatMap((fn): Handler[] => {
    const name = fn + 1;
    const open = tokens.is(name + 1, '<') ? parametersBehind(tokens, name + 1) : name + 1;
    if (!tokens.isWord(name) || !tokens.is(open, '(')) return [];
    const body = bodyOf(tokens, open);
    if (body === undefined) return [];
    const written = tokens.at(name);
    const head = headOf(tokens, fn);
    const exported = head.exported ?? given.get(written)?.text;
    const isMarked = head.isMarked || exported !== undefined;
    if (!isMarked && !hasSignature(tokens, open, body)) return [];
    const span = spanOf(tokens, name, name);
    const isMethod = isImplemented(tokens, fn);
    // handler!(list_items, "list-items") makes its export
    const made = given.get(written);
    // by another name the export has nothing to do with that of the function
    const isOther = !head.exported && made !== undefined && made.text.value !== exportOf(written);
    const macro = made?.name;
    const { sure, isUnsure } = usesBy(
      tokens,
      macro === undefined ? [name] : [name, macro],
      written,
      (place) => rustMeaning(tokens, place, isMethod),
    );
    const named = [name, ...(macro === undefined ? [] : [macro]), ...sure].sort((one, other) => one - other);
    const own = (isOther ? [] : named).map((place): HandlerPlace => ({
      span: spanOf(tokens, place, place),
      as: 'snake',
    }));
    // in an implementation of the world it is exported as it is
    const isExported = isMarked || isMethod || (registers && head.first === fn ? false : undefined);
    return [
      {
        exported: exported?.value ?? exportOf(written),
        ...(isExported !== undefined && { isExported }),
        ...(isUnsure && { isUnsure }),
        name: span,
        head: { start: tokens.start(head.first), end: tokens.start(body) },
        places: exported ? [{ span: exported.inner, as: 'kebab' }, ...own] : own,
      },
    ];
  });
}

/** By the function's name, the exports that macros make: `handler!(list_items, "list-items")`. */
function givenExports(tokens: Tokens): ReadonlyMap<string, { readonly name: number; readonly text: Text }> {
  const found = new Map<string, { readonly name: number; readonly text: Text }>();
  for (let index = 1; index < tokens.count; index++) {
    if (!tokens.is(index, '!')) continue;
    const macro = index - 1;
    const given = givenExport(tokens, macro);
    if (!given) continue;
    const name = tokens.at(given.name);
    const text = textOf(tokens, literalAt(tokens, given.text));
    if (text && (tokens.is(macro, 'handler') || text.value === exportOf(name)))
      found.set(name, { name: given.name, text });
  }
  return found;
}

/** Whether the attribute that registers handlers is here by its own name, so that a function can be given it. */
function isRegisterImported(tokens: Tokens): boolean {
  return (
    usesOf(tokens)
      .named.get('register_handler')
      ?.every((path) => path.at(-1) === 'register_handler') === true
  );
}

/** The bracket of the parameters behind `<…>`. */
function parametersBehind(tokens: Tokens, from: number): number {
  let index = from;
  for (const most = from + 48; index < most && !tokens.is(index, '(');) index++;
  return index;
}

/** `(req: Request) -> Result<Response, …>`, which no method has. */
function hasSignature(tokens: Tokens, open: number, body: number): boolean {
  const close = tokens.brackets.closing(open);
  let takes = false;
  for (let index = open + 1; index < close; index++) {
    if (tokens.is(index, 'self')) return false;
    // a client's function borrows it
    takes ||= tokens.is(index, 'Request') && !tokens.is(index - 1, '&');
  }
  for (let index = close + 1; takes && index < body; index++) if (tokens.is(index, 'Response')) return true;
  return false;
}

/** The attributes and words in front of `fn`. */
function headOf(tokens: Tokens, fn: number) {
  let first = beforeVisibility(tokens, wordsBefore(tokens, fn));
  let isMarked = false;
  let exported: ReturnType<typeof textOf>;
  for (let at = 0; at < 32 && tokens.is(first - 1, ']'); at++) {
    const open = tokens.brackets.around(first - 2);
    if (!tokens.is(open, '[') || tokens.brackets.closing(open) !== first - 1 || !tokens.is(open - 1, '#'))
      break;
    for (let index = open + 1; index < first - 1; index++) {
      if (tokens.is(index, 'register_handler')) isMarked = true;
      if (tokens.is(index, 'export_name') && tokens.isString(index + 2))
        exported = textOf(tokens, literalAt(tokens, index + 2));
    }
    first = open - 1;
  }
  return { first, isMarked, exported };
}

function wordsBefore(tokens: Tokens, fn: number): number {
  let first = fn;
  while (/^(?:pub|async|unsafe|extern|const|"\w+")$/.test(tokens.at(first - 1))) first--;
  return first;
}

/** In front of `pub(crate)`, `pub(in crate::shop)`. */
function beforeVisibility(tokens: Tokens, first: number): number {
  if (!tokens.is(first - 1, ')')) return first;
  const open = tokens.brackets.around(first - 2);
  const isOf = tokens.is(open, '(') && tokens.brackets.closing(open) === first - 1;
  return isOf && tokens.is(open - 1, 'pub') ? open - 1 : first;
}

/** True in `impl … for … { }`. */
function isImplemented(tokens: Tokens, fn: number): boolean {
  const around = tokens.brackets.around(fn);
  if (!tokens.is(around, '{')) return false;
  for (let index = around - 1; index > around - longestHead; index--) {
    if (tokens.is(index, 'impl')) return true;
    if (/^[;{}]$/.test(tokens.at(index))) return false;
  }
  return false;
}

/** Longer heads are nobody's, and would be dear where each function asks for its own. */
const longestHead = 256;
