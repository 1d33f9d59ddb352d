/** What the benchmarks of language servers are given: the servers, and a slightfile to edit. */
import type { LanguageServer, LineEdit, OpenFile, Position } from './language-client.ts';

export type Servers = Readonly<Record<string, LanguageServer>>;

/** A slightfile of so many capabilities. */
export interface Sample {
  readonly size: number;
  readonly file: OpenFile;
  /** Makes the last config's value one of a wrong type, or right again. */
  readonly edit: (wrong: boolean) => LineEdit;
  /** In the last capability, where a key could be. */
  readonly blank: Position;
  /** In the last capability's resource. */
  readonly resource: Position;
}
