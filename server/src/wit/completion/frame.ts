/** A bracket of a WIT file that is open at a place, and the words in it. */
import type { TokenKind } from '@slight/wit/lex.ts';

/** A token with its text. */
export interface Word {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a bracket holds. `file`, `package`, `interface`, `world` and `resource` hold statements, the rest lists. */
export type FrameKind =
  | ('file' | 'package' | 'interface' | 'world' | 'resource')
  | ('record' | 'variant' | 'enum' | 'flags' | 'union')
  | ('use' | 'with' | 'params' | 'payload' | 'gate' | 'type' | 'unknown');

export interface Frame {
  readonly kind: FrameKind;
  /** The statement that the bracket is in, up to it: `interface store`, `use a.`, or the word before a `<`. */
  readonly head: readonly Word[];
  /** The statement or the member at hand, up to the place; without the gates before it. */
  readonly words: readonly Word[];
  /** How many commas are before it. */
  readonly index: number;
}
