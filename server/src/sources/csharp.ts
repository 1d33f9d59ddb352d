/** C#: `new KeyValue("orders")`, of the namespace SpiderLightning, in which slight's guests in .NET find it. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { literalAt } from './literal.ts';
import type { Literal } from './literal.ts';
import type { Site } from './site.ts';
import { plainArgument, remembered, spanOf } from './site.ts';
import type { Tokens } from './tokens.ts';

const namespace = 'SpiderLightning';

/** The classes that open something; the others of the namespace, such as HttpServer, are given no name. */
const classes: ReadonlyMap<string, CapabilityKind> = new Map([['KeyValue', 'keyvalue']]);

export function csharpSites(tokens: Tokens): Site[] {
  if (tokens.places(namespace).length === 0) return [];
  const sites: Site[] = [];
  const names = namesOf(tokens);
  const isValue = remembered((name) => tokens.places(name).some((place) => isBound(tokens, place)));
  const constant = remembered((name) => constantNamed(tokens, name));
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.is(index, '(') || !tokens.isWord(index - 1)) continue;
    const call = tokens.is(index - 1, 'new')
      ? targetTyped(tokens, index - 1)
      : calledAt(tokens, index - 1, isValue);
    const kind = call && names(pathAt(tokens, call.first, call.last));
    if (!kind) continue;
    // name: "orders"
    const isNamed = tokens.is(index + 1, 'name') && tokens.is(index + 2, ':');
    sites.push({
      kinds: [kind],
      callee: spanOf(tokens, call.from, index - 1),
      argument: plainArgument(tokens, isNamed ? index + 3 : index + 1, (word) => constant(tokens.at(word))),
    });
  }
  return sites;
}

/** A call: the words of its type, and where what is called begins. */
interface Call {
  readonly first: number;
  readonly last: number;
  readonly from: number;
}

/** `new KeyValue(…)`, and `KeyValue.Open(…)` of the first version, where `var KeyValue = …` is not what is meant. */
function calledAt(tokens: Tokens, last: number, isValue: (name: string) => boolean): Call | undefined {
  const isOpen = tokens.is(last, 'Open') && isDot(tokens, last - 1);
  const end = isOpen ? last - 2 : last;
  const first = chainStart(tokens, end);
  if (first === undefined) return undefined;
  if (tokens.is(first - 1, 'new')) return isOpen ? undefined : { first, last: end, from: first - 1 };
  if (!isOpen || (first === end && isValue(tokens.at(first)))) return undefined;
  return { first, last: end, from: first };
}

/** `KeyValue orders = new(…)`, and `KeyValue Orders { get; } = new(…)`. */
function targetTyped(tokens: Tokens, at: number): Call | undefined {
  if (!tokens.is(at - 1, '=')) return undefined;
  const name = tokens.is(at - 2, '}') ? openBrace(tokens, at - 2) - 1 : at - 2;
  const last = tokens.is(name - 1, '?') ? name - 2 : name - 1;
  if (!tokens.isWord(name) || !tokens.isWord(last)) return undefined;
  const first = chainStart(tokens, last);
  return first === undefined ? undefined : { first, last, from: at };
}

/** The brace that the one at `close` closes; accessors have few words, and further back it is not looked for. */
function openBrace(tokens: Tokens, close: number): number {
  let open = close - 1;
  for (const least = close - 24; open > least && tokens.brackets.closing(open) !== close;) open--;
  return open;
}

/** The first word of `A.B.C`, or of `global::A.B`; undefined where it begins with more than words. */
function chainStart(tokens: Tokens, last: number): number | undefined {
  let first = last;
  // an alias or `global`, a namespace and a class are three
  while (last - first < 8 && isDot(tokens, first - 1) && tokens.isWord(first - 2)) first -= 2;
  return tokens.isWord(first) && !isDot(tokens, first - 1) ? first : undefined;
}

function isDot(tokens: Tokens, index: number): boolean {
  return tokens.is(index, '.') || tokens.is(index, '::');
}

function pathAt(tokens: Tokens, first: number, last: number): readonly string[] {
  const path: string[] = [];
  for (let index = first; index <= last; index += 2) path.push(tokens.at(index));
  return path[0] === 'global' ? path.slice(1) : path;
}

/** What a path of names is here, where it is one of the classes. */
function namesOf(tokens: Tokens): (path: readonly string[]) => CapabilityKind | undefined {
  const { aliases, isImported } = usingsOf(tokens);
  const isDeclared = remembered((name) => tokens.places(name).some((place) => declares(tokens, place)));
  return ([first = '', ...rest]) => {
    const [space = '', ...more] = [...(aliases.get(first) ?? [first]), ...rest];
    if (more.length === 0) return isImported && !isDeclared(space) ? classes.get(space) : undefined;
    return space === namespace && more.length === 1 ? classes.get(more[0] ?? '') : undefined;
  };
}

/** True where a word is the name of a type that the source has itself: that one is meant, whatever is imported. */
function declares(tokens: Tokens, place: number): boolean {
  return /^(?:class|struct|record|interface|enum)$/.test(tokens.at(place - 1));
}

interface Usings {
  /** `using KV = SpiderLightning.KeyValue;` */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Whether the classes can be named alone: by `using SpiderLightning;`, or in that namespace. */
  readonly isImported: boolean;
}

function usingsOf(tokens: Tokens): Usings {
  const aliases = new Map<string, readonly string[]>();
  for (const place of tokens.places('using')) {
    if (!tokens.isWord(place + 1) || !tokens.is(place + 2, '=')) continue;
    const path = pathFrom(tokens, place + 3);
    if (path) aliases.set(tokens.at(place + 1), path);
  }
  const isImported =
    tokens.places('using').some((place) => pathFrom(tokens, place + 1)?.join('.') === namespace) ||
    tokens.places('namespace').some((place) => tokens.is(place + 1, namespace));
  return { aliases, isImported };
}

/** `A.B;` */
function pathFrom(tokens: Tokens, first: number): readonly string[] | undefined {
  let last = first;
  while (last - first < 16 && isDot(tokens, last + 1)) last += 2;
  return tokens.isWord(last) && tokens.is(last + 1, ';') ? pathAt(tokens, first, last) : undefined;
}

/** The string of `const string Name = "orders"`, where the source binds that name nowhere else. */
function constantNamed(tokens: Tokens, name: string): Literal | undefined {
  const [place, ...more] = tokens.places(name).filter((one) => isBound(tokens, one));
  if (place === undefined || more.length > 0) return undefined;
  if (!tokens.is(place - 1, 'string') || !tokens.is(place - 2, 'const') || !tokens.is(place + 1, '='))
    return undefined;
  const isWhole = tokens.isString(place + 2) && (tokens.is(place + 3, ';') || tokens.is(place + 3, ','));
  return isWhole ? literalAt(tokens, place + 2) : undefined;
}

/** True where a word is declared: it has a type in front of it, or follows another one that is, or is set. */
function isBound(tokens: Tokens, place: number): boolean {
  // an alias is no value
  if (isDot(tokens, place - 1) || tokens.is(place - 1, 'using')) return false;
  const isTyped =
    (tokens.isWord(place - 1) && !operators.has(tokens.at(place - 1))) ||
    /^[>\]?]$/.test(tokens.at(place - 1));
  if (/^(?:=|[-+*/%&|^]=|\?\?=|\+\+|--|=>|in)$/.test(tokens.at(place + 1))) return true;
  return isTyped && /^[;,){]$/.test(tokens.at(place + 1));
}

/** Words in front of a value or a type. */
const operators: ReadonlySet<string> = new Set(
  'new return is as case not or and throw when in await typeof using else yield'.split(' '),
);
