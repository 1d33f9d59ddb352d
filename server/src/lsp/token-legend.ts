/** The semantic tokens of every language that the server reads: LSP's standard names, so that every theme has a colour. */

export const tokenTypes = [
  'namespace',
  'type',
  'class',
  'enum',
  'interface',
  'struct',
  'typeParameter',
  'parameter',
  'variable',
  'property',
  'enumMember',
  'function',
  'method',
  'keyword',
  'modifier',
  'comment',
  'string',
  'number',
  'operator',
  'decorator',
] as const;

export const tokenModifiers = [
  'declaration',
  'definition',
  'readonly',
  'static',
  'deprecated',
  'async',
  'documentation',
  'defaultLibrary',
] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

/** One token: on one line, and overlapping no other. Lines and characters from zero, in UTF-16 units. */
export interface Token {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: TokenType;
  readonly modifiers?: readonly TokenModifier[];
}

const typeNumbers: ReadonlyMap<TokenType, number> = new Map(tokenTypes.map((type, index) => [type, index]));

const modifierBits: ReadonlyMap<TokenModifier, number> = new Map(
  tokenModifiers.map((modifier, index) => [modifier, 1 << index]),
);

/** The tokens, in the order of the text, as LSP wants them: five numbers each, places relative to the one before. */
export function encodeTokens(tokens: readonly Token[]): number[] {
  // as long as it will be: an array that grows takes three times as long
  const data = new Array<number>(tokens.length * 5);
  let at = 0;
  let line = 0;
  let character = 0;
  for (const token of tokens) {
    data[at++] = token.line - line;
    data[at++] = token.line === line ? token.character - character : token.character;
    data[at++] = token.length;
    data[at++] = typeNumbers.get(token.type) ?? 0;
    data[at++] = bits(token.modifiers);
    line = token.line;
    character = token.character;
  }
  return data;
}

function bits(modifiers: readonly TokenModifier[] = []): number {
  let all = 0;
  for (const modifier of modifiers) all |= modifierBits.get(modifier) ?? 0;
  return all;
}
