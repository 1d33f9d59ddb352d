/** What may be asked for at a place in a WIT file. */
import type { FrameKind, Word } from './frame.ts';

export type Wanted =
  /** A statement begins. */
  | { readonly kind: 'item'; readonly within: FrameKind }
  /** One of some words. */
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'type'; readonly only?: 'resources'; readonly mayBeLeftOut: boolean }
  /** An interface or a world, by its path. */
  | { readonly kind: 'path'; readonly of: PathUse }
  /** What a name stands for: a function, in a world also an interface. */
  | { readonly kind: 'meaning'; readonly within: FrameKind }
  /** What an interface has; with the braces around it, where they are still to come. */
  | {
      readonly kind: 'names';
      readonly path: readonly Word[];
      readonly taken: ReadonlySet<string>;
      readonly braces: boolean;
    }
  /** What a world has. */
  | { readonly kind: 'included'; readonly path: readonly Word[]; readonly taken: ReadonlySet<string> }
  | { readonly kind: 'version'; readonly path: readonly Word[] }
  | { readonly kind: 'package' }
  | { readonly kind: 'gate' }
  | { readonly kind: 'gate-argument'; readonly gate: string }
  | { readonly kind: 'gate-version' };

export type PathUse = 'use' | 'top-use' | 'import' | 'export' | 'include' | 'legacy';

/** The words around a cursor. */
export interface Around {
  readonly isLegacy: boolean;
  readonly before: readonly Word[];
  /** The word that the cursor is in or right behind. */
  readonly touched: Word | undefined;
  readonly after: readonly Word[];
  /** Where the word begins that is typed. */
  readonly start: number;
}
