import type { Span } from '@slight/text/span.ts';
import { definitionsOf, gatesOf } from '@slight/wit/definitions.ts';
import type { Definition, NameKind } from '@slight/wit/definitions.ts';
import { keywords } from '@slight/wit/keywords.ts';
import { lex } from '@slight/wit/lex.ts';
import { namesOf } from '@slight/wit/names.ts';
import type { WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import { primitives, type TypeItem } from '@slight/wit/tree.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range, SemanticTokens } from 'vscode-languageserver-types';
import type { Token, TokenModifier, TokenType } from '../lsp/token-legend.ts';
import { encodeTokens } from '../lsp/token-legend.ts';

/** What each word of a WIT file is, in the order of the text; of those on the lines of a range, where one is given. */
export function semanticTokens(
  source: WitSource,
  surroundings: WitSurroundings,
  document: TextDocument,
  range?: Range,
): SemanticTokens {
  const names = namesIn(source, surroundings);
  const words = [...names, ...wordsBetween(source, names)];
  words.sort((one, other) => one.span.start - other.span.start);
  const first = range?.start.line ?? 0;
  const last = range?.end.line ?? Infinity;
  // in half-typed text a name may be missing
  const there = apart(words.filter(({ span }) => span.end > span.start));
  const tokens = there.flatMap((word) => tokensOf(document, word));
  return { data: encodeTokens(tokens.filter(({ line }) => first <= line && line <= last)) };
}

interface Word {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

/** The names that are defined and referred to; in the order of the text. */
function namesIn(source: WitSource, surroundings: WitSurroundings): Word[] {
  const defined = new Map(definitionsOf(source.file).map((each) => [each.name.span.start, each]));
  return namesOf(source, surroundings).map(({ span, role, kind, target }) => {
    const definition = target?.uri === source.uri ? defined.get(target.span.start) : undefined;
    // `constructor` is a word of the language
    const isNamed = role === 'definition' && kind !== 'constructor';
    const modifiers: TokenModifier[] = isNamed ? ['declaration'] : [];
    if (definition && isStatic(definition)) modifiers.push('static');
    if (definition && isDeprecated(definition)) modifiers.push('deprecated');
    return { span, type: tokenType(kind, definition), modifiers };
  });
}

function tokenType(kind: NameKind, definition: Definition | undefined): TokenType {
  switch (kind) {
    case 'package':
    case 'world':
      return 'namespace';
    case 'interface':
      return 'interface';
    case 'type':
      return definition?.of === 'type' ? typeOfItem(definition.node) : 'type';
    case 'resource':
      return 'class';
    case 'func':
      return definition?.of === 'func' && definition.within?.kind === 'resource' ? 'method' : 'function';
    case 'constructor':
      return 'keyword';
    case 'field':
      return 'property';
    case 'case':
    case 'flag':
      return 'enumMember';
    case 'param':
      return 'parameter';
    case 'gate':
      return 'decorator';
  }
}

function typeOfItem({ kind }: TypeItem): TokenType {
  switch (kind) {
    case 'record':
      return 'struct';
    case 'variant':
    case 'enum':
    case 'flags':
    case 'union':
      return 'enum';
    case 'resource':
      return 'class';
    case 'alias':
      return 'type';
  }
}

function isStatic(definition: Definition): boolean {
  return definition.of === 'func' && 'role' in definition.node && definition.node.role === 'static';
}

function isDeprecated(definition: Definition): boolean {
  return gatesOf(definition).some(({ name }) => name.value === 'deprecated');
}

const typeWords: ReadonlySet<string> = new Set([
  ...primitives,
  ...['list', 'map', 'option', 'result', 'tuple', 'own', 'borrow', 'stream', 'future'],
  ...['expected', 'float32', 'float64'],
]);

/** The words of the language, numbers and comments: what is no name. */
function wordsBetween({ text, file }: WitSource, names: readonly Word[]): Word[] {
  const { tokens, comments } = lex(text);
  const words: Word[] = comments.map(({ span, doc }) => ({
    span,
    type: 'comment',
    ...(doc && { modifiers: ['documentation'] }),
  }));
  const ofLegacy = file.syntax === 'legacy' ? ['union', 'function', 'expected', 'float32', 'float64'] : [];
  const known = new Set([...keywords, ...ofLegacy, ...(file.syntax === 'legacy' ? ['unit'] : [])]);
  let next = 0;
  for (const { kind, start, end, escaped } of tokens) {
    while ((names[next]?.span.end ?? Infinity) <= start) next += 1;
    if ((names[next]?.span.start ?? Infinity) <= start) continue;
    const word = text.slice(start, end);
    if (kind === 'number' || kind === 'string') words.push({ span: { start, end }, type: kind });
    else if (kind === 'id' && !escaped && known.has(word)) {
      words.push(
        typeWords.has(word)
          ? { span: { start, end }, type: 'type', modifiers: ['defaultLibrary'] }
          : { span: { start, end }, type: 'keyword' },
      );
    }
  }
  return words;
}

/** In half-typed text a comment may stand between the parts of a name, which then is told in pieces around it. */
function apart(words: readonly Word[]): readonly Word[] {
  const pieces: Word[] = [];
  for (const word of words) {
    const around = pieces.at(-1);
    if (!around || around.span.end <= word.span.start) {
      pieces.push(word);
      continue;
    }
    const { start, end } = around.span;
    pieces.pop();
    if (start < word.span.start) pieces.push({ ...around, span: { start, end: word.span.start } });
    pieces.push(word);
    if (word.span.end < end) pieces.push({ ...around, span: { start: word.span.end, end } });
  }
  return pieces;
}

/** One token a line: LSP has none that go over a line's end. */
function tokensOf(document: TextDocument, { span, type, modifiers = [] }: Word): Token[] {
  const [start, end] = [document.positionAt(span.start), document.positionAt(span.end)];
  if (start.line === end.line) {
    return [
      {
        line: start.line,
        character: start.character,
        length: end.character - start.character,
        type,
        modifiers,
      },
    ];
  }
  const lines = document.getText({ start, end }).split(/\r\n|\r|\n/);
  return lines.flatMap((text, index) => {
    const line = start.line + index;
    return text === ''
      ? []
      : [{ line, character: index === 0 ? start.character : 0, length: text.length, type, modifiers }];
  });
}
