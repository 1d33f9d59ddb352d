/** What is asked for at a place in a WIT file, by what stands before it. */
import type { Span } from '@slight/text/span.ts';
import { lex } from '@slight/wit/lex.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import { framesAt } from './frames.ts';
import { type Frame, type FrameKind, type Word } from './frame.ts';
import { pathAt } from './path-place.ts';
import type { Around, Wanted } from './wanted.ts';

export interface Place {
  readonly wanted: Wanted;
  /** What is replaced; it touches the cursor. */
  readonly span: Span;
  /** The brackets around, the innermost last. */
  readonly frames: readonly Frame[];
}

/** As many names as one list in braces has at most, for those behind the place to count. */
const maxAfter = 1000;

/** Undefined where nothing is known to fit: in a comment, behind what is whole, where a new name is given. */
export function placeAt({ text, file }: WitSource, offset: number): Place | undefined {
  const { tokens, comments } = lex(text);
  const isInComment = comments.some(({ span: { start, end } }) => {
    const isLine = text.startsWith('//', start);
    return start < offset && (isLine ? offset <= end : offset < end);
  });
  if (isInComment) return undefined;
  const count = tokens.findIndex(({ end }) => end >= offset);
  const at = count === -1 ? tokens.length : count;
  // what is far behind the place tells nothing about it
  const words = tokens
    .slice(0, at + maxAfter)
    .filter(({ kind }) => kind !== 'end')
    .map(({ kind, start, end }) => ({ kind, start, end, text: text.slice(start, end) }));
  const candidate = words[at];
  const isWord = candidate?.kind === 'id' || candidate?.kind === 'number';
  const touched = candidate && isWord && candidate.start < offset ? candidate : undefined;
  // a mark right before the cursor is before it
  const isBefore = candidate !== undefined && !touched && candidate.start < offset;
  const before = words.slice(0, isBefore ? at + 1 : at);
  const after = words.slice(before.length + (touched ? 1 : 0));
  const start = touched?.start ?? offset;
  const around: Around = { isLegacy: file.syntax === 'legacy', before, touched, after, start };
  const frames = framesAt(text, file.syntax, before, start);
  const wanted = wantedIn(around, frames);
  if (!wanted) return undefined;
  const from = 'from' in wanted ? wanted.from : start;
  return {
    wanted: 'from' in wanted ? wanted.wanted : wanted,
    span: { start: from, end: touched?.end ?? offset },
    frames,
  };
}

function wantedIn(
  around: Around,
  frames: readonly [Frame, ...Frame[]],
): Wanted | { readonly wanted: Wanted; readonly from: number } | undefined {
  const inner = frames.at(-1) ?? frames[0];
  const { kind, words, head, index } = inner;
  const last = words.at(-1)?.text;
  if (words.length === 1 && last === '@') return { kind: 'gate' };
  switch (kind) {
    case 'file':
    case 'package':
    case 'interface':
    case 'world':
    case 'resource':
      return wantedInStatement(around, inner);
    case 'record':
    case 'params':
      return words.length === 2 && last === ':' ? { kind: 'type', mayBeLeftOut: false } : undefined;
    case 'payload':
    case 'union':
      return words.length === 0 ? { kind: 'type', mayBeLeftOut: false } : undefined;
    case 'type':
      return words.length === 0 ? wantedInType(head[0]?.text ?? '', index) : undefined;
    case 'use': {
      if (words.length === 1) return { kind: 'words', words: ['as'] };
      if (words.length > 1) return undefined;
      const path = around.isLegacy ? pathBehind(around.after) : head.slice(1, -1);
      return { kind: 'names', path, taken: takenIn(around), braces: false };
    }
    case 'with':
      if (words.length === 1) return { kind: 'words', words: ['as'] };
      if (words.length > 1) return undefined;
      return { kind: 'included', path: head.slice(1, -1), taken: takenIn(around) };
    case 'gate':
      if (words.length === 0) return { kind: 'gate-argument', gate: head[0]?.text ?? '' };
      return last === '=' && words[0]?.text === 'version' ? { kind: 'gate-version' } : undefined;
    default:
      return undefined;
  }
}

function wantedInType(head: string, index: number): Wanted | undefined {
  if (head === 'own' || head === 'borrow') return { kind: 'type', only: 'resources', mayBeLeftOut: false };
  // what follows the comma is a length
  if (head === 'list' && index > 0) return undefined;
  return { kind: 'type', mayBeLeftOut: head === 'result' && index === 0 };
}

function wantedInStatement(
  around: Around,
  { kind, words }: Frame,
): Wanted | { readonly wanted: Wanted; readonly from: number } | undefined {
  const isOutside = kind === 'file' || kind === 'package';
  const isLegacy = around.isLegacy && kind === 'file';
  const [first, second] = words;
  const last = words.at(-1);
  if (!first) return { kind: 'item', within: kind };
  if (last?.text === '->') return { kind: 'type', mayBeLeftOut: false };
  if (second?.text !== ':') {
    const rest = words.slice(1);
    switch (first.text) {
      case 'use':
        if (around.isLegacy) return wantedInLegacyUse(rest);
        return pathAt(around, rest, isOutside ? 'top-use' : 'use');
      case 'package':
        return rest.length === 0 ? { kind: 'package' } : undefined;
      case 'include':
        return pathAt(around, rest, 'include');
      case 'import':
      case 'export':
        if (kind === 'world') return wantedInImport(around, rest, first.text);
        break;
      case 'type':
        return last?.text === '=' ? { kind: 'type', mayBeLeftOut: false } : undefined;
    }
  }
  if (isOutside && !isLegacy) return undefined;
  return wantedInFunc(words, kind);
}

function wantedInLegacyUse(rest: readonly Word[]): Wanted | undefined {
  const last = rest.at(-1)?.text;
  if (last === 'from') return { kind: 'path', of: 'legacy' };
  return last === '}' || last === '*' ? { kind: 'words', words: ['from'] } : undefined;
}

function wantedInImport(around: Around, rest: readonly Word[], of: 'import' | 'export') {
  const [, colon] = rest;
  // `import wasi:` goes on as a path does, `import run: ` with what it is
  const isNamed =
    colon?.text === ':' && (rest.length > 2 ? rest[2]?.start !== colon.end : around.start !== colon.end);
  return isNamed ? wantedInFunc(rest, 'world') : pathAt(around, rest, of);
}

/** `name: func(…)`, as far as it is there. */
function wantedInFunc(words: readonly Word[], within: FrameKind): Wanted | undefined {
  const [last, before] = [words.at(-1)?.text, words.at(-2)?.text];
  if (last === ':') return { kind: 'meaning', within };
  if (last === 'async' && (before === ':' || before === 'static')) return { kind: 'words', words: ['func'] };
  return last === 'static' && before === ':' ? { kind: 'words', words: ['func', 'async func'] } : undefined;
}

/** The names in the braces at hand, but for the one that is typed. */
function takenIn({ before, after }: Around): ReadonlySet<string> {
  const opens = before.findLastIndex(({ kind }) => kind === '{');
  const closes = after.findIndex(({ kind }) => kind !== 'id' && kind !== ',');
  const words = [...before.slice(opens + 1), ...after.slice(0, closes === -1 ? after.length : closes)];
  const names = words.filter(
    ({ kind, text }, at) => kind === 'id' && text !== 'as' && words[at - 1]?.text !== 'as',
  );
  return new Set(names.map(({ text }) => text));
}

/** Legacy: `… } from types`. */
function pathBehind(after: readonly Word[]): readonly Word[] {
  const at = after.findIndex(({ kind }) => kind !== 'id' && kind !== ',');
  const [close, from, name] = after.slice(at);
  return close?.kind === '}' && from?.text === 'from' && name ? [name] : [];
}
