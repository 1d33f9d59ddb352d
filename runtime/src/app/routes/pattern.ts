/**
 * Which paths a route is of. The rules are those of routerify 3, which slight had: `:name` is one segment, or the rest of
 * one; `*` is anything, slashes too; all else stands for itself, and a slash at the end makes no difference.
 */

/**
 * The parameters of a path, by their names (`*` for a star), where the path is one of the pattern's. Of several that have
 * one name it is the last.
 * @param path decoded (see `routedPath`)
 */
export type Match = (path: string) => ReadonlyMap<string, string> | undefined;

/** Makes a match of a pattern: `/person/:name`, `/files/*`. Its work grows with the path's length, however many stars there are. */
export function compilePattern(pattern: string): Match {
  const slashed = endingInSlash(pattern.replace(/\/$/, ''));
  if (!special.test(slashed)) {
    const bare = slashed.slice(0, -1);
    return (path) => (path === bare || path === slashed ? none : undefined);
  }
  const [first, ...others] = chunksOf(slashed);
  return (target) => {
    const path = endingInSlash(target);
    const start = first && at(first, path, 0);
    if (!start) return undefined;
    if (others.length === 0) return start.end === path.length ? named([start.params]) : undefined;
    const rest = fromTheEnd(others, path, start.end);
    if (!rest) return undefined;
    let from = start.end;
    const params = [start.params];
    for (const found of rest) {
      params.push([['*', path.slice(from, found.start)]], found.params);
      from = found.end;
    }
    return named(params);
  };
}

const special = /:[^/]|\*/;

const none: ReadonlyMap<string, string> = new Map();

/** What of a pattern lies between two stars. A parameter ends where its segment does, so where one begins says where it ends. */
interface Chunk {
  readonly expression: RegExp;
  readonly names: readonly string[];
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly params: Params;
}

type Params = readonly (readonly [name: string, value: string])[];

function chunksOf(pattern: string): readonly Chunk[] {
  const chunks = [{ source: '', names: [] as string[] }];
  let rest = 0;
  for (const { 0: text, 1: name, index } of pattern.matchAll(/:([^/]+)|\*/g)) {
    const chunk = chunks.at(-1);
    if (!chunk) break;
    chunk.source += literal(pattern.slice(rest, index));
    rest = index + text.length;
    if (name === undefined) {
      chunks.push({ source: '', names: [] });
    } else {
      chunk.source += '([^/]+)';
      chunk.names.push(name);
    }
  }
  return chunks.map(({ source, names }, index) => {
    const end = index === chunks.length - 1 ? literal(pattern.slice(rest)) : '';
    return { expression: new RegExp(source + end, 'y'), names };
  });
}

/**
 * Where the chunks behind the stars are. A star takes all it can, the first one before the next, so each of them is as far
 * behind as those after it allow.
 */
function fromTheEnd(chunks: readonly Chunk[], path: string, first: number): readonly Found[] | undefined {
  const found: Found[] = [];
  for (const chunk of chunks.toReversed()) {
    const isLast = found.length === 0;
    const limit = found[0]?.start ?? path.length;
    let here: Found | undefined;
    for (let start = limit; start >= first && !here; start -= 1) {
      const one = at(chunk, path, start);
      if (one && (isLast ? one.end === limit : one.end <= limit)) here = one;
    }
    if (!here) return undefined;
    found.unshift(here);
  }
  return found;
}

function at({ expression, names }: Chunk, path: string, start: number): Found | undefined {
  expression.lastIndex = start;
  const match = expression.exec(path);
  if (!match) return undefined;
  const params = names.map((name, index) => [name, match[index + 1] ?? ''] as const);
  return { start, end: start + match[0].length, params };
}

function named(params: readonly Params[]): ReadonlyMap<string, string> {
  return new Map(params.flat());
}

function endingInSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
