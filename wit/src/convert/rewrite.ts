/** One legacy file on its way to the component syntax: what is known of it, and the edits made so far. */
import type { TextEdit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { lex, type Token } from '../lex.ts';
import type { Block, Meaning, Scopes } from '../scopes.ts';
import type { Comment, Name, WitFile } from '../tree.ts';
import { namesNeeded } from './declared.ts';
import type { Renames } from './renames.ts';

export interface LegacySource {
  readonly text: string;
  readonly file: WitFile;
  readonly block: Block;
  readonly scopes: Scopes;
  readonly renames: Renames;
  readonly renamesOf: (file: WitFile) => Renames;
}

export class Rewrite {
  readonly source: LegacySource;
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** Something is written that only a type of one value can stand for. */
  needsUnit = false;
  /** False once something is met that nothing can stand for. */
  isPossible = true;
  /** The names that are still to come from a `use *`. */
  readonly needed: Set<string>;
  readonly #edits: TextEdit[] = [];

  constructor(source: LegacySource) {
    const { tokens, comments } = lex(source.text);
    this.source = source;
    this.tokens = tokens;
    this.comments = comments;
    this.needed = namesNeeded(source.file);
  }

  /** Puts a text in the place of another one. The comments in it follow it. */
  replace(span: Span, text: string): void {
    const { text: whole } = this.source;
    const kept = this.commentsIn(span).map(({ span: { start, end } }) => {
      const comment = whole.slice(start, end).trimEnd();
      return comment.startsWith('//') ? ` ${comment}\n` : ` ${comment}`;
    });
    if (whole.slice(span.start, span.end) !== text) this.#edits.push({ span, text: text + kept.join('') });
  }

  insert(at: number, text: string): void {
    this.#edits.push({ span: { start: at, end: at }, text });
  }

  /** A stretch of the text, after the edits in it. */
  applied({ start, end }: Span): string {
    const { text } = this.source;
    let result = '';
    let at = start;
    const edits = this.#edits.filter(({ span }) => start <= span.start && span.end <= end);
    for (const edit of edits.toSorted(byPlace)) {
      result += text.slice(at, edit.span.start) + edit.text;
      at = edit.span.end;
    }
    return result + text.slice(at, end);
  }

  /** The index of the first token that begins at an offset or behind it. */
  indexAt(offset: number): number {
    return firstFrom(this.tokens, ({ start }) => start >= offset);
  }

  /** The last token of a stretch, but for semicolons. */
  lastIn({ end }: Span): Token | undefined {
    let index = this.indexAt(end) - 1;
    while (this.tokens[index]?.kind === ';') index -= 1;
    return this.tokens[index];
  }

  /** The tokens of a stretch, without what is between them. */
  wordsIn({ start, end }: Span): string {
    return this.tokens
      .slice(this.indexAt(start), this.indexAt(end))
      .map((token) => this.source.text.slice(token.start, token.end))
      .join('');
  }

  commentsIn({ start, end }: Span): readonly Comment[] {
    const from = firstFrom(this.comments, ({ span }) => span.start >= start);
    return this.comments.slice(
      from,
      firstFrom(this.comments, ({ span }) => span.start >= end),
    );
  }

  /** What a name of a type leads to. */
  meaning(name: Name): Meaning | undefined {
    const { scopes, block } = this.source;
    const meaning = scopes.named(block, name.value);
    return meaning === 'unknown' ? undefined : meaning;
  }
}

/** What is inserted comes before what is replaced. */
function byPlace({ span: one }: TextEdit, { span: other }: TextEdit): number {
  return one.start - other.start || one.end - other.end;
}

/** The index of the first for which something holds that holds for all behind it, too. */
function firstFrom<T>(list: readonly T[], holds: (each: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const each = list[middle];
    if (each === undefined || holds(each)) high = middle;
    else low = middle + 1;
  }
  return low;
}
